// Keyboard shortcuts, as the rows of the sheet say: `data-keys`, and what they do in `data-does` and `data-what`.
import { find, on } from "./document.js";
import { firstIn } from "./focus.js";
import { open } from "./palette.js";

const acts = {
  go: (path) => location.assign(path),
  use: (selector) => use(find(selector)),
  "in-row": (selector) => use(find(selector, document.activeElement.closest("#main li") ?? document.createElement("i"))),
  row: (step) => toRow(Number(step)),
  open,
};

function use(element) {
  if (!element) return false;
  if (element.matches("a, button, [type=checkbox]")) element.click();
  else element.focus();
}

function toRow(step) {
  const rows = [...document.querySelectorAll("#main .rows > li:not([hidden])")];
  const at = rows.indexOf(document.activeElement.closest("li"));
  const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  const place = row && (find("a.name", row) ?? firstIn(row));
  if (!place) return false;
  place.focus();
  row.scrollIntoView({ block: "nearest" });
}

let before = "";
let forgetting;

on("keydown", (event) => {
  const { key, target } = event;
  const held = event.ctrlKey || event.metaKey;
  const typing = target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.defaultPrevented || event.altKey || event.isComposing || event.repeat) return;
  if (!held && (typing || find("dialog[open]"))) return;
  const pressed = held ? `Ctrl ${key.toUpperCase()}` : key;
  const row = [`${before}${pressed}`, pressed].map((keys) => find(`[data-keys="${CSS.escape(keys)}"]`)).find(Boolean);
  clearTimeout(forgetting);
  before = "";
  if (row) {
    if (acts[row.dataset.does](row.dataset.what) !== false) event.preventDefault();
  } else if (!held && key.length === 1 && find(`[data-keys^="${CSS.escape(key)} "]`)) {
    before = `${key} `;
    forgetting = setTimeout(() => (before = ""), 1500);
  }
});
