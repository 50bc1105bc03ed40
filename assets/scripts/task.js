// Tasks: ticked off before the server has answered, and pasted as several.
import { find, on } from "./document.js";

function tick(ctx, way) {
  const check = ctx?.sourceElement?.matches?.("form") && find(".check", ctx.sourceElement);
  if (!check || Boolean(ctx.ticked) === way) return;
  ctx.ticked = way;
  const done = check.getAttribute("aria-pressed") !== "true";
  check.setAttribute("aria-pressed", done);
  check.closest(".task")?.classList.toggle("done", done);
  // What the next click asks for, should it come before the answer does.
  find("[name=done]", ctx.sourceElement).value = !done;
}

// At once; and back again when it did not come to pass.
on("htmx:before:request", ({ detail: { ctx } }) => tick(ctx, true));
on("htmx:response:error", ({ detail: { ctx } }) => tick(ctx, false));
on("htmx:error", ({ detail: { ctx } }) => tick(ctx, false));

// A new task is on its way: the field is free for the next one at once. What did not arrive comes back.
on("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.id !== "new-task") return;
  const field = find("#new-title");
  if (!field) return;
  ctx.typed = field.value;
  field.value = "";
});
const giveBack = ({ detail: { ctx } }) => {
  const field = ctx?.typed && find("#new-title");
  if (field) field.value = [ctx.typed, field.value].filter(Boolean).join(" ");
  if (ctx) ctx.typed = "";
};
on("htmx:error", giveBack);
on("htmx:response:error", ({ detail }) => detail.ctx.response.status !== 422 && giveBack({ detail }));

// Lines that are pasted where one is asked for go to the form for several, which asks before it makes them.
on("paste", async (event) => {
  const place = event.target.dataset?.several;
  const lines = event.clipboardData?.getData("text").split(/\r?\n/).filter((line) => line.trim());
  if (!place || !lines || lines.length < 2) return;
  event.preventDefault();
  const form = event.target.form;
  await htmx.ajax("GET", place, { source: form, target: `#${form.id}`, swap: "outerHTML" });
  const several = find("textarea[name=titles]");
  if (several) several.value = lines.join("\n");
});
