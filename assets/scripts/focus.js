// Focus. A swap may take away what had it, or disable it on the way; then it goes to the next best place, and never to
// the top of the document. Where that is has to be found out before the request: afterwards the place may be gone.
import { byId, find, on } from "./document.js";

on("htmx:config:request", ({ detail: { ctx } }) => {
  const held = document.activeElement;
  if (!held || held === document.body) return;
  const row = held.closest("li, tr");
  ctx.focus = {
    held,
    form: held.closest("form")?.getAttribute("action"),
    home: held.closest("[id]:not(main)")?.id,
    neighbours: [beside(row, "nextElementSibling"), beside(row, "previousElementSibling")],
  };
});

// A deleted row leaves its place, unseen.
function beside(row, step) {
  do row = row?.[step];
  while (row?.hidden);
  return row;
}

on("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const grows = tasks.find((task) => task.type === "main" && task.swapSpec.style === "beforeend");
  if (ctx.focus && grows) ctx.focus.before = grows.target?.lastElementChild;
});

on("htmx:finally:request", ({ detail: { ctx } }) => {
  // In a moment: htmx has yet to enable again what it disabled.
  if (ctx.focus) setTimeout(() => bringBack(ctx.focus));
});

export function bringBack({ held, form, home, neighbours, before }) {
  const places = [
    held,
    byId(held.id),
    // The link that a form came from has the form's own address.
    form && find(`#main a[href="${CSS.escape(form)}"]`),
    firstIn(before?.nextElementSibling),
    firstIn(byId(home)),
    ...neighbours.map(firstIn),
    find("#main h1"),
  ];
  for (const place of places) {
    if (document.activeElement && document.activeElement !== document.body) return;
    if (place?.tagName === "H1") place.tabIndex = -1;
    if (place?.isConnected) place.focus({ preventScroll: true });
  }
}

export function firstIn(place) {
  return place?.isConnected ? find("a[href], button, input:not([type=hidden])", place) : null;
}

// Whoever changes a text goes on at its end, not before its beginning.
on("focusin", ({ target }) => {
  if (target.matches("input[autofocus][type=text]")) target.setSelectionRange(target.value.length, target.value.length);
});

// Escape leaves a form that stands in the place of something, by its link back.
on("keydown", ({ key, target }) => {
  if (key === "Escape") find("a.btn[hx-get]", target.closest?.("form[hx-target]") ?? document.createElement("i"))?.click();
});
