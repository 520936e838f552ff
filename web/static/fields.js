// Reads what an item's form holds, puts it back, and takes what a model suggests when a person says so.
var JornalFields = (() => {
  "use strict";
  const isChosen = (field) => field.type === "radio" || field.type === "checkbox";
  const isFilled = (field) => field.name && !field.matches("button, fieldset, output, object");
  const isSame = (one, other) => one === other || [one, other].every((text) => text === "" || text === "[]");

  // What was answered to questions that now wait for another answer has a name of its own: a draft keeps it, and no answer
  // is made of it. An element that draws or marks says itself what it has put away.
  const AWAY = "away.";
  const awayOf = (form) => [...form.elements].filter(isFilled).flatMap((field) => {
    if ("away" in field) return isSame(field.away, "") ? [] : [[AWAY + field.name, field.away]];
    return field.matches(":disabled") && (!isChosen(field) || field.checked) ? [[AWAY + field.name, field.value]] : [];
  });

  const read = (form) => [...[...new FormData(form).entries()].filter(([, value]) => typeof value === "string"), ...awayOf(form)];
  const isAnswer = ([name]) => !name.startsWith(AWAY);

  // Fields of one name are filled in their order; what was not sent at all stays as it is, except that ticks are off.
  const write = (form, fields, names = null) => {
    const sent = (name) => fields.filter(([own]) => own === name).map(([, text]) => text);
    const places = new Map();
    delete form.dataset.away; // what is written now is newer
    for (const field of [...form.elements].filter((one) => isFilled(one) && (!names || names.includes(one.name)))) {
      const [own, away] = [sent(field.name), sent(AWAY + field.name)];
      const texts = own.length ? own : away;
      const place = places.get(field.name) ?? 0;
      if ("away" in field) restore(field, own[0] ?? field.value, away[0] ?? "");
      else if (isChosen(field)) field.checked = texts.includes(field.value);
      else if (place < texts.length && !isSame(field.value, texts[place])) field.value = texts[place];
      places.set(field.name, place + 1);
    }
    form.dispatchEvent(new CustomEvent("jornal:fields", { bubbles: true }));
  };

  const restore = (field, own, away) => {
    if (!isSame(field.value, own) || !isSame(field.away, away)) field.restore(own, away);
  };

  // What the server kept of questions that wait comes with the form, and is put back once.
  const putBack = (form) => {
    const kept = JSON.parse(form.dataset.away ?? "[]");
    if (kept.length) write(form, kept, kept.map(([name]) => name.slice(AWAY.length)));
  };

  // Puts values in where a text has their names in braces.
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

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
  return { read, write, putBack, isAnswer, filled };
})();
