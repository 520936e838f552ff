// Reads what an item's form holds, puts it back, and takes what a model suggests when a person says so.
var JornalFields = (() => {
  "use strict";
  const isChosen = (field) => field.type === "radio" || field.type === "checkbox";
  const isFilled = (field) => field.name && !field.matches("button, fieldset, output, object");
  const isSame = (one, other) => one === other || [one, other].every((text) => text === "" || text === "[]");

  const read = (form) => [...new FormData(form).entries()].filter(([, value]) => typeof value === "string");

  // Fields of one name are filled in their order; what was not sent at all stays as it is, except that ticks are off.
  const write = (form, fields, names = null) => {
    const sent = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : grouped(fields);
    const places = new Map();
    for (const field of [...form.elements].filter((one) => isFilled(one) && (!names || names.includes(one.name)))) {
      const texts = (sent.get(field.name) ?? []).map(([, text]) => text);
      const place = places.get(field.name) ?? 0;
      if (isChosen(field)) field.checked = texts.includes(field.value);
      else if (place < texts.length && !isSame(field.value, texts[place])) field.value = texts[place];
      places.set(field.name, place + 1);
    }
    form.dispatchEvent(new CustomEvent("jornal:fields", { bubbles: true }));
  };

  const grouped = (fields) => {
    const found = new Map();
    fields.forEach((pair) => found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]));
    return found;
  };

  const take = (button) => {
    const wanted = JSON.parse(button.dataset.useSuggestion);
    const names = Object.keys(wanted);
    write(button.closest("form"), names.flatMap((name) => wanted[name].map((text) => [name, text])), names);
    button.closest(".advice").dataset.taken = "";
    const first = button.closest(".question").querySelector(":checked, textarea, input");
    first?.focus();
    (first ?? button).dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-use-suggestion]");
    if (button) take(button);
  });
  return { read, write };
})();
