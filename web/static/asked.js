// Shows a question only while the answer that it depends on is chosen; without script it stands there with that said.
// What is answered by drawing or marking is told which of its questions wait; it puts their marks away until they are asked.
(() => {
  "use strict";
  const texts = (value) => {
    if (!/^\s*[[{]/.test(value)) return [value];
    try { return leaves(JSON.parse(value)); } catch { return [value]; }
  };

  const leaves = (value) => (typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [String(value)]);

  const entries = (value) => {
    try { return JSON.parse(value); } catch { return []; }
  };

  // What is said to a question: its own fields, or the labels of what was marked under its name.
  const said = (form, name) => {
    const data = [...new FormData(form).entries()].filter(([, value]) => typeof value === "string" && value !== "");
    const own = data.filter(([field]) => field === name).flatMap(([, value]) => texts(value));
    const marked = data.filter(([field]) => field.startsWith("regions.")).flatMap(([, value]) => entries(value))
      .filter((entry) => entry.from_name === name).flatMap((entry) => Object.values(entry.value).filter(Array.isArray).flatMap(leaves));
    return [...own, ...marked];
  };

  const isAsked = (form, question) => {
    const labels = JSON.parse(question.dataset.whenLabels);
    const found = said(form, question.dataset.when);
    return labels.length ? found.some((one) => labels.includes(one)) : found.length > 0;
  };

  const show = (part, isHidden) => {
    part.hidden = isHidden;
    (part.matches("fieldset") ? [part] : part.querySelectorAll("input")).forEach((one) => { one.disabled = isHidden; });
  };

  const tell = () => document.querySelectorAll("picture-annotator, text-annotator").forEach((host) => {
    const waiting = [...host.querySelectorAll("fieldset[data-when]")].filter((part) => part.hidden).map((part) => part.dataset.control).join(" ");
    if ((host.dataset.unasked ?? "") !== waiting) host.dataset.unasked = waiting;
  });

  // Hidden questions send nothing, so one that depends on them is hidden with them: again until nothing changes.
  const update = () => {
    const questions = [...document.querySelectorAll("[data-when]")];
    for (let round = 0; round < questions.length + 1; round += 1) {
      const changed = questions.filter((question) => question.hidden === isAsked(question.closest("form"), question));
      changed.forEach((question) => show(question, !question.hidden));
      tell();
      if (!changed.length) break;
    }
    document.querySelectorAll("[data-when-said]").forEach((part) => { part.hidden = true; });
  };

  document.addEventListener("change", update);
  document.addEventListener("input", update);
  document.addEventListener("jornal:fields", update);
  document.addEventListener("htmx:afterSwap", update);
  update();
})();
