// Searches in a tree of labels, opens what leads to a chosen one, and says which are chosen.
(() => {
  "use strict";
  const LEAST = 12; // fewer places are seen at a glance
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const search = (tree) => {
    const words = plain(tree.querySelector("[data-search] input").value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const place of [...tree.querySelectorAll("[data-place]")].reverse()) { // leaves before what they hang on
      const isFound = words.every((word) => plain(place.dataset.place).includes(word));
      const holds = Boolean(place.querySelector("[data-place]:not([hidden])"));
      place.hidden = !isFound && !holds;
      if (isFound && !place.querySelector("[data-place]")) count += 1;
      const details = place.querySelector(":scope > details");
      if (details && words.length) details.open = holds;
    }
    const told = tree.querySelector("[data-found]");
    told.textContent = words.length ? JornalFields.filled(told.dataset.text, { count }) : "";
    if (!words.length) open(tree);
  };

  const open = (tree) => {
    tree.querySelectorAll("details:has(:checked)").forEach((details) => { details.open = true; });
    const told = tree.querySelector("[data-chosen]");
    const chosen = [...tree.querySelectorAll("[data-place] input:checked")].map((one) => JSON.parse(one.value).join(" / "));
    told.hidden = !chosen.length;
    told.textContent = JornalFields.filled(told.dataset.text, { labels: chosen.join(", ") });
  };

  const begin = () => {
    for (const tree of document.querySelectorAll("[data-tree]:not([data-begun])")) {
      tree.dataset.begun = "";
      tree.querySelector("[data-search]").hidden = tree.querySelectorAll("[data-place]").length < LEAST;
      tree.addEventListener("input", (event) => { if (event.target.type === "search") search(tree); });
      tree.addEventListener("change", () => open(tree));
      // Enter searches; it does not send the answer.
      tree.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.type === "search") event.preventDefault(); });
    }
    document.querySelectorAll("[data-tree]").forEach(open);
  };
  document.addEventListener("jornal:fields", begin);
  document.addEventListener("htmx:afterSwap", begin);
  begin();
})();
