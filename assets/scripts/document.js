// Shorthands for the document.
export const on = (name, react, capture) => document.addEventListener(name, react, capture);
export const byId = (id) => (id ? document.getElementById(id) : null);
export const find = (selector, within = document) => within.querySelector(selector);
