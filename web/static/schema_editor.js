// Keeps the preview of the editor fresh while it changes. Without this script a button does the same.
(() => {
  "use strict";
  const form = document.getElementById("project-form");
  if (!form) return;
  let waiting = 0;

  // A frame of its own each time: a new one adds nothing to what the Back button goes through.
  const see = () => {
    const old = document.getElementById("look");
    const button = form.querySelector("[data-see]");
    if (!old || !button) return;
    const fresh = old.cloneNode(false);
    fresh.dataset.seen = "";
    old.replaceWith(fresh);
    form.requestSubmit(button);
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(see, 500);
  };

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-asked]")) soon();
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (document.querySelector("#look:not([data-seen])")) see();
  });
  see();
})();
