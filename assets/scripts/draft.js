// Drafts. What was typed is kept while one signs in again, or until a server that was away is back: in this tab alone, and
// for the person who typed it and nobody else. It goes when it is back in its field, or when it has arrived.
import { byId, find, on } from "./document.js";

const NAME = "draft";
// Whose page this is, and in which workspace. Neither the page for signing in nor that of an error is anybody's.
const person = () => {
  const { whose } = find(".avatar")?.dataset ?? {};
  return whose && `${whose} ${find(".workspace")?.textContent}`;
};
let waiting = [];

function keep() {
  // A code is nobody's to keep.
  const fields = [...document.querySelectorAll("#main :is([type=text]:not([autocomplete=one-time-code]), [type=search], textarea)")]
    .filter((field) => field.value !== field.defaultValue)
    .map(({ id, value, form }) => ({ id, value, action: form.getAttribute("action") }));
  if (fields.length && person()) sessionStorage[NAME] = JSON.stringify({ page: location.pathname, typist: person(), fields });
}

on("htmx:response:error", ({ detail: { ctx } }) => ctx.response.status === 401 && keep());
// A form that htmx does not send leaves the page, and nobody can tell what for.
on("submit", ({ target, defaultPrevented }) => !defaultPrevented && target.method === "post" && target.closest("#main") && keep());

function fill() {
  waiting = waiting.filter(({ id, value }) => {
    const field = byId(id);
    if (!field) return true;
    field.value = value;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// In a moment, as htmx brings the page to life in a moment, and was first.
setTimeout(() => {
  if (!sessionStorage[NAME]) return;
  const draft = JSON.parse(sessionStorage[NAME]);
  const { page, typist, fields, held } = draft;
  // A page that is nobody's says that it did not arrive. Where the form led, it did; and so it did where it was sent again, by loading
  // anew what had answered. Who comes in any other way looks for what was typed.
  const [{ type }] = performance.getEntriesByType("navigation");
  const led = document.referrer.split("?")[0] === location.origin + page;
  const arrived = led && (type === "reload" || (type === "navigate" && !held));
  const waits = !person() || (typist === person() && !arrived);
  if (waits && (!person() || page !== location.pathname)) {
    sessionStorage[NAME] = JSON.stringify({ ...draft, held: true });
    return;
  }
  sessionStorage.removeItem(NAME);
  if (!waits) return;
  waiting = fields;
  fill();
  // A form that had taken the place of something is behind the link with its address.
  for (const { action } of waiting) find(`#main a[hx-get="${CSS.escape(action)}"]`)?.click();
});
on("htmx:after:swap", fill);
