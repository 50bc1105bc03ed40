// Messages. The document has those that only the browser can know of; the server's arrive in its answers.
import { byId, on } from "./document.js";
import { bringBack } from "./focus.js";

function say(template, source) {
  const toasts = byId("toasts");
  const message = byId(template).content.cloneNode(true);
  const text = message.textContent;
  for (const toast of toasts.children) if (toast.textContent === text) toast.remove();
  message.firstElementChild.source = source;
  toasts.append(message);
}

// Once more: a form is sent again, and whatever else asked asks again.
on("click", ({ target }) => {
  const toast = target.closest?.(".retry")?.closest(".toast");
  const { source } = toast ?? {};
  if (!source?.isConnected) return;
  toast.remove();
  if (source.matches("form")) source.requestSubmit();
  else if (source.matches("a, button")) source.click();
  else source.dispatchEvent(new Event("search", { bubbles: true }));
});

on("htmx:error", ({ detail: { ctx } }) => {
  if (ctx) say(ctx.response ? "failed" : "offline", ctx.sourceElement);
});

on("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  const told = ctx.hx.redirect || ctx.text.includes("<hx-partial") || ctx.sourceElement.hasAttribute(`hx-status:${status}`);
  if (!told) say("failed", ctx.sourceElement);
});

on("htmx:after:swap", ({ detail: { ctx } }) => {
  const toasts = [...byId("toasts").children];
  toasts.slice(0, -3).forEach((toast) => toast.remove());
  toasts.filter((toast) => toast.role !== "alert" && !toast.dataset.timed).forEach(retire);
  // A region that was swapped in is not read out; one that was there before is.
  const news = byId(ctx.target?.id)?.querySelector("[role=status]")?.textContent;
  if (news) byId("said").textContent = news;
});

// A message that all is well goes by itself, but not from under a pointer or the focus. One that is wrong stays.
function retire(toast) {
  toast.dataset.timed = "yes";
  setTimeout(() => (toast.matches(":hover, :focus-within") ? retire(toast) : toast.remove()), 10000);
}

let cameFrom;
on("focusin", ({ target, relatedTarget }) => {
  if (target.closest("#toasts") && !relatedTarget?.closest("#toasts")) cameFrom = relatedTarget;
});

function dismiss(toast) {
  toast.remove();
  bringBack({ held: cameFrom ?? document.body, neighbours: [] });
}
on("click", ({ target }) => {
  const toast = target.closest?.(".toast-close")?.closest(".toast");
  if (toast) dismiss(toast);
});
// What was taken back needs no message that says it was done.
on("htmx:after:request", ({ detail: { ctx } }) => {
  const toast = ctx.response?.status < 400 && ctx.sourceElement.closest?.(".toast");
  if (toast) setTimeout(() => dismiss(toast));
});
