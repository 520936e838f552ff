// What is asked about a place that was drawn or marked: which questions, their fields, and how their answers are written and read.
const JornalAbout = (() => {
  "use strict";
  const TYPES = { choice: "choices", choices: "choices", rating: "rating", free_text: "textarea" };
  const WRITTEN = {
    choice: (given) => ({ choices: [given] }), choices: (choices) => ({ choices }),
    rating: (rating) => ({ rating }), free_text: (given) => ({ text: [given] }),
  };
  const READ = {
    choice: (value) => value.choices?.[0], choices: (value) => value.choices,
    rating: (value) => value.rating, free_text: (value) => [value.text ?? []].flat().join("\n"),
  };

  const isGiven = (given) => `${given ?? ""}` !== "";
  const asked = (control, label) => (control?.attributes ?? []).filter((one) => !one.when_labels?.length || one.when_labels.includes(label));
  const read = (attribute, value) => READ[attribute.kind](value);

  // answers: by the names of the questions.
  const results = (id, questions, answers, object) => questions.filter((one) => isGiven(answers?.[one.name])).map((one) => ({
    id, from_name: one.name, to_name: object, type: TYPES[one.kind], value: WRITTEN[one.kind](answers[one.name]),
  }));

  // What cannot be read marks nothing.
  const listOf = (text) => { try { return [JSON.parse(text || "[]")].filter(Array.isArray).flat(); } catch { return []; } };

  // The fields belong to no form: what they hold is written with the place that they are about.
  const fields = (host, control, id) => {
    const found = host.querySelector(`template[data-attributes="${CSS.escape(control)}"]`).content.cloneNode(true);
    found.querySelectorAll("input, textarea").forEach((one) => { one.name = `${one.name}.${id}`; });
    return found;
  };

  const fillOne = (field, questions, given) => {
    field.hidden = !questions.some((one) => one.name === field.dataset.attribute);
    field.querySelectorAll("input").forEach((one) => {
      one.checked = Array.isArray(given) ? given.includes(one.value) : String(given) === one.value;
    });
    const written = field.querySelector("textarea");
    if (written && document.activeElement !== written) written.value = given ?? "";
  };

  const fill = (place, questions, answers) => {
    place.querySelectorAll("[data-attribute]").forEach((field) => fillOne(field, questions, answers?.[field.dataset.attribute]));
  };

  const given = (field) => {
    const checked = [...field.querySelectorAll("input:checked")].map((one) => one.value);
    const found = { choice: () => checked[0], choices: () => checked, rating: () => Number(checked[0]), free_text: () => field.querySelector("textarea").value.trim() };
    return found[field.dataset.kind]();
  };

  return { isGiven, asked, read, results, listOf, fields, fill, given };
})();
