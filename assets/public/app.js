// What the pages need beyond htmx: Trusted Types, a focus that stays where one works, messages, and forms that are sent
// once. Every page works without this file. No text is made into markup here, and none that people read is written here.
"use strict";

const on = (name, react) => document.addEventListener(name, react);
const byId = (id) => (id ? document.getElementById(id) : null);

// The content security policy demands Trusted Types. What htmx swaps in comes from our own server, under the same policy;
// a script inside it does not run.
if (window.trustedTypes) {
  const policy = trustedTypes.createPolicy("htmx", { createHTML: (html) => html, createScript: () => "" });
  htmx.registerExtension("tt", { init: (api) => api.initSecurity(policy) });
}

// Focus. A swap may take away what had it, or disable it on the way; then it goes to the next best place, and never to
// the top of the document. Where that is has to be found out before the request: afterwards the place may be gone.
on("htmx:config:request", ({ detail: { ctx } }) => {
  const held = document.activeElement;
  if (!held || held === document.body) return;
  const row = held.closest("li, tr");
  ctx.focus = {
    held,
    form: held.closest("form")?.getAttribute("action"),
    home: held.closest("[id]:not(main)")?.id,
    neighbours: [row?.nextElementSibling, row?.previousElementSibling],
  };
});

on("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const grows = tasks.find((task) => task.type === "main" && task.swapSpec.style === "beforeend");
  if (ctx.focus && grows) ctx.focus.before = grows.target?.lastElementChild;
});

on("htmx:finally:request", ({ detail: { ctx } }) => {
  // In a moment: htmx has yet to enable again what it disabled.
  if (ctx.focus) setTimeout(() => bringBack(ctx.focus));
});

function bringBack({ held, form, home, neighbours, before }) {
  const places = [
    held,
    byId(held.id),
    // The link that a form came from has the form's own address.
    form && document.querySelector(`#main a[href="${CSS.escape(form)}"]`),
    firstIn(before?.nextElementSibling),
    firstIn(byId(home)),
    ...neighbours.map(firstIn),
    document.querySelector("#main h1"),
  ];
  for (const place of places) {
    if (document.activeElement && document.activeElement !== document.body) return;
    if (place?.tagName === "H1") place.tabIndex = -1;
    if (place?.isConnected) place.focus({ preventScroll: true });
  }
}

function firstIn(place) {
  return place?.isConnected ? place.querySelector("a[href], button, input:not([type=hidden])") : null;
}

// Whoever changes a text goes on at its end, not before its beginning.
on("focusin", ({ target }) => {
  if (target.matches("input[autofocus][type=text]")) target.setSelectionRange(target.value.length, target.value.length);
});

// Escape leaves a form that stands in the place of something, by its link back.
on("keydown", ({ key, target }) => {
  if (key === "Escape") target.closest?.("form[hx-target]")?.querySelector("a[hx-get]")?.click();
});

// Messages. The document has those that only the browser can know of; the server's arrive in its answers.
function say(template) {
  const toasts = byId("toasts");
  const message = byId(template).content.cloneNode(true);
  const text = message.textContent;
  for (const toast of toasts.children) if (toast.textContent === text) toast.remove();
  toasts.append(message);
}

on("htmx:error", ({ detail: { ctx } }) => {
  if (ctx) say(ctx.response ? "failed" : "offline");
});

on("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  const told = ctx.hx.redirect || ctx.text.includes("<hx-partial") || ctx.sourceElement.hasAttribute(`hx-status:${status}`);
  if (!told) say("failed");
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
  setTimeout(() => (toast.matches(":hover, :focus-within") ? retire(toast) : toast.remove()), 8000);
}

let cameFrom;
on("focusin", ({ target, relatedTarget }) => {
  if (target.closest("#toasts") && !relatedTarget?.closest("#toasts")) cameFrom = relatedTarget;
});
on("click", ({ target }) => {
  const toast = target.closest?.(".toast-close")?.closest(".toast");
  if (!toast) return;
  toast.remove();
  bringBack({ held: cameFrom ?? document.body, neighbours: [] });
});

// Sending once. The second click of a double click, and a key held down, are no second wish: they would meet whatever the
// answer to the first has put there meanwhile.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest?.("form button:not(.check)")) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);
on("keydown", (event) => {
  if (event.key === "Enter" && event.repeat && event.target.form) event.preventDefault();
});

// A form that htmx does not send is sent once, too; again after a while, because the browser's stop button tells nobody.
on("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 15000);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
