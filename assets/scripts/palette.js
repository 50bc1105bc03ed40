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

const links = () => [...document.querySelectorAll("#palette-hits a")];

on("keydown", (event) => {
  const palette = byId("palette");
  if (!palette?.open) return;
  const all = links();
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown") (all[at + 1] ?? all[at < 0 ? 0 : at])?.focus();
  else if (event.key === "ArrowUp") (all[at - 1] ?? find("input", palette)).focus();
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
