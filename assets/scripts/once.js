// Sending once. The second click of a double click, and a key held down, are no second wish: they would meet whatever the
// answer to the first has put there meanwhile.
import { on } from "./document.js";

on("click", (event) => {
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
