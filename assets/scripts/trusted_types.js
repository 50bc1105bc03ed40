// The content security policy demands Trusted Types. What htmx swaps in comes from our own server, under the same policy;
// a script inside it does not run.
if (window.trustedTypes) {
  const policy = trustedTypes.createPolicy("htmx", { createHTML: (html) => html, createScript: () => "" });
  htmx.registerExtension("tt", { init: (api) => api.initSecurity(policy) });
}
