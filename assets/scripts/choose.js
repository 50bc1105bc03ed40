// Choosing rows, with which something is then done. Whoever is asked whether that is meant, and cancels, finds them chosen still.
import { find, on } from "./document.js";

// Choosing all that are shown, and with Shift all between the last choice and this one. In the head of a table that is a box,
// which takes the choice back as well, is ticked as long as all are, and half as long as some are.
const picks = () => [...document.querySelectorAll(":is(li, tr):not([hidden]) .pick[name]")];
const head = () => find("input.choose-all");
function follow() {
  const [box, chosen] = [head(), picks().map((pick) => pick.checked)];
  if (box) [box.checked, box.indeterminate] = [!chosen.includes(false), chosen.includes(true) && chosen.includes(false)];
}
let last;
on("click", ({ target, shiftKey }) => {
  const all = picks();
  const whole = target.closest?.(".choose-all");
  if (whole) all.forEach((pick) => (pick.checked = whole.checked ?? true));
  if (!target.matches?.(".pick[name]")) return;
  const [from, to] = [all.indexOf(last), all.indexOf(target)].sort((a, b) => a - b);
  if (shiftKey && from >= 0) all.slice(from, to).forEach((pick) => (pick.checked = target.checked));
  last = target;
  follow();
});
on("htmx:after:swap", follow);

// By the link back alone, and on the page that it leads to: after the act there is nothing to go on with.
on("click", ({ target, ctrlKey, metaKey, shiftKey }) => {
  const back = target.closest?.(".ask a.btn");
  if (!back || ctrlKey || metaKey || shiftKey) return;
  const ids = [...back.closest(".ask").querySelectorAll("[name=id]")].map(({ value }) => value);
  sessionStorage.chosen = [back.href, ...ids].join(" ");
});
const [there, ...chosen] = (sessionStorage.chosen ?? "").split(" ");
sessionStorage.removeItem("chosen");
if (there === location.href) {
  picks().forEach((pick) => (pick.checked = chosen.includes(pick.value)));
  follow();
}
