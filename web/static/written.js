// Says how many characters of a text are used, as people count them; read out only when little is left.
(() => {
  "use strict";
  const show = (field) => {
    const told = document.getElementById(field.dataset.countIn);
    const [used, most] = [[...field.value].length, field.maxLength];
    told.textContent = told.dataset.text.replace("{used}", used.toLocaleString(document.documentElement.lang)).replace("{most}", most.toLocaleString(document.documentElement.lang));
    if (most - used <= 20) told.setAttribute("role", "status");
    else told.removeAttribute("role");
  };

  const all = () => document.querySelectorAll("textarea[data-count-in]").forEach(show);
  document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-count-in]")) show(event.target); });
  document.addEventListener("jornal:fields", all);
  document.addEventListener("htmx:afterSwap", all);
  all();
})();
