// The palette: a dialog with a field that asks the server, and links to go along with the arrow keys.
import { byId, find, on } from "./document.js";

export function open(id) {
  const dialog = byId(id);
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  const field = find("input", dialog);
  if (field) {
    field.select();
    htmx.trigger(field, "opened");
  }
  return true;
}

// Enter means what is first for what was typed, and not for what was typed a moment before.
let asked, answered, eager;
on("input", () => (eager = false));
on("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.id === "palette-q") asked = ctx.sourceElement.value;
});
on("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target?.id !== "palette-hits") return;
  answered = asked;
  if (eager && find("#palette-q").value === answered) links()[0]?.click();
  eager = false;
});

const links = () => [...document.querySelectorAll("#palette-hits :is(a, button)")];

on("keydown", (event) => {
  const palette = byId("palette");
  if (!palette?.open || event.isComposing) return;
  const all = links();
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown") (all[at + 1] ?? all[at < 0 ? 0 : at])?.focus();
  else if (event.key === "ArrowUp") (all[at - 1] ?? find("input", palette)).focus();
  else if (event.key === "Enter" && at < 0 && find("input", palette).value !== answered) eager = true;
  else if (event.key === "Enter" && at < 0 && all[0]) all[0].click();
  else {
    if (at >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey) find("input", palette).focus();
    return;
  }
  event.preventDefault();
});

on("click", (event) => {
  const dialog = event.target.closest?.("dialog");
  // Beside the dialog is its backdrop, which is the dialog itself.
  if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
  const opener = event.target.closest?.("[data-opens]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  find(".sidebar:popover-open")?.hidePopover();
  if (open(opener.dataset.opens)) event.preventDefault();
});
