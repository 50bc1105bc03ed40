// What the pages need beyond htmx: Trusted Types, messages that go away, and a word when the network is gone.
// Every page works without this file.
"use strict";

// The content security policy demands Trusted Types. What htmx swaps in comes from our own server, under the same policy;
// a script inside it does not run.
if (window.trustedTypes) {
  const policy = trustedTypes.createPolicy("htmx", { createHTML: (html) => html, createScript: () => "" });
  htmx.registerExtension("tt", { init: (api) => api.initSecurity(policy) });
}

const toasts = () => document.getElementById("toasts");

function toast(text) {
  const box = document.createElement("div");
  box.className = "toast";
  box.setAttribute("role", "alert");
  box.textContent = text;
  toasts().append(box);
}

// A message stays while it is pointed at or focused, and at least eight seconds.
function retire(box) {
  setTimeout(() => (box.matches(":hover, :focus-within") ? retire(box) : box.remove()), 8000);
}
addEventListener("DOMContentLoaded", () => {
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach((node) => node.nodeType === 1 && retire(node));
  }).observe(toasts(), { childList: true });
});

document.addEventListener("click", (event) => {
  const close = event.target.closest?.(".toast-close");
  if (close) close.closest(".toast").remove();
});

// The server was not reached, or did not answer: what was typed is still there.
document.addEventListener("htmx:error", () => {
  toast("The server could not be reached. What you typed is still here; please try again.");
});

// What had the focus may be gone after a swap. Then the heading has it, so that keyboard and screen reader go on from there.
document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement && document.activeElement !== document.body) return;
  const heading = document.querySelector("#main h1");
  if (heading) {
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
});

// A plain form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
