// What is marked in a text: marks and relations as plain values, in and out of the answer's form; nothing of the page.
const TextMarks = (() => {
  "use strict";
  const EMPTY = { marks: [], relations: [], suggestions: [] };

  const isSame = (one, other) => one.control === other.control && one.label === other.label && one.start === other.start && one.end === other.end;

  // From the list of results to marks: an attribute follows its mark by id, a relation names two ids.
  const read = (results, controls, measure) => {
    const marks = new Map();
    const listed = Array.isArray(results) ? results : [];
    for (const one of listed) {
      const control = controls.find((each) => each.name === one.from_name);
      if (!control || one.type !== "labels" || !one.value) continue;
      const [start, end] = [measure.unitOf(one.value.start), measure.unitOf(one.value.end)];
      if (end > start) marks.set(String(one.id), { id: String(one.id), control: control.name, label: one.value.labels?.[0], start, end, score: one.score, attributes: {} });
    }
    for (const one of listed) {
      const mark = marks.get(String(one.id));
      const attribute = mark && controls.find((each) => each.name === mark.control).attributes?.find((each) => each.name === one.from_name);
      if (attribute) mark.attributes[attribute.name] = JornalAbout.read(attribute, one.value);
    }
    const relations = listed.filter((one) => one.type === "relation" && marks.has(String(one.from_id)) && marks.has(String(one.to_id)))
      .map((one) => ({ from: String(one.from_id), to: String(one.to_id), label: one.labels?.[0] }));
    return { marks: [...marks.values()], relations };
  };

  const results = (mark, controls, measure, about) => {
    const value = { start: measure.pointOf(mark.start), end: measure.pointOf(mark.end), text: measure.text.slice(mark.start, mark.end), labels: [mark.label] };
    const control = controls.find((one) => one.name === mark.control);
    return [{ id: mark.id, from_name: mark.control, to_name: about, type: "labels", value }, ...JornalAbout.results(mark.id, JornalAbout.asked(control, mark.label), mark.attributes, about)];
  };

  // A mark never changes, it is replaced: so it is counted and written once.
  const written = new WeakMap();
  const writtenMark = (mark, ...rest) => {
    if (!written.has(mark)) written.set(mark, results(mark, ...rest).map((one) => JSON.stringify(one)).join(","));
    return written.get(mark);
  };

  const write = (state, controls, measure, about) => {
    const relations = state.relations.map((one) => JSON.stringify({ type: "relation", from_id: one.from, to_id: one.to, direction: "right", labels: [one.label] }));
    return `[${[...state.marks.map((mark) => writtenMark(mark, controls, measure, about)), ...relations].join(",")}]`;
  };

  // Every act returns a new state and leaves the old one as it was, so that each can be undone.

  // taken: every id that was ever given here, so that what comes back by undo finds its own free.
  const newId = (taken, about) => {
    const prefix = about.slice(0, 20);
    let number = 1;
    while (taken.has(`${prefix}-${number}`)) number += 1;
    taken.add(`${prefix}-${number}`);
    return `${prefix}-${number}`;
  };

  // Without what belongs to questions that wait for another answer, and without relations that lead there.
  const asked = (state, unasked) => {
    if (!unasked.size) return state;
    const isAsked = (one) => !unasked.has(one.control);
    const [marks, suggestions] = [state.marks.filter(isAsked), state.suggestions.filter(isAsked)];
    const ids = new Set(marks.map((one) => one.id));
    return { ...state, marks, suggestions, relations: state.relations.filter((one) => ids.has(one.from) && ids.has(one.to)) };
  };

  const away = (state, seen) => {
    if (state === seen) return EMPTY;
    const there = new Set([...seen.marks, ...seen.relations]);
    return { marks: state.marks.filter((one) => !there.has(one)), relations: state.relations.filter((one) => !there.has(one)) };
  };

  const added = (state, mark) => ({ ...state, marks: [...state.marks, mark] });
  const changed = (state, mark) => ({ ...state, marks: state.marks.map((one) => (one.id === mark.id ? mark : one)) });
  const removed = (state, id) => ({
    ...state,
    marks: state.marks.filter((one) => one.id !== id),
    relations: state.relations.filter((one) => one.from !== id && one.to !== id),
    suggestions: state.suggestions.filter((one) => one.id !== id),
  });
  const confirmed = (state, ids) => {
    const taken = state.suggestions.filter((one) => ids.includes(one.id));
    const marks = [...state.marks, ...taken.filter((one) => !state.marks.some((mark) => isSame(mark, one))).map(({ score, ...mark }) => mark)];
    const known = new Set(marks.map((one) => one.id));
    const isNew = (one) => known.has(one.from) && known.has(one.to) && !state.relations.some((other) => other.from === one.from && other.to === one.to && other.label === one.label);
    const waiting = (state.suggestedRelations ?? []).filter(isNew);
    return { ...state, marks, relations: [...state.relations, ...waiting], suggestions: state.suggestions.filter((one) => !ids.includes(one.id)) };
  };

  // Which line under the text each mark is drawn on, so that marks that overlap lie below one another.
  const lanes = (marks) => {
    const [ends, found] = [[], new Map()];
    const inOrder = [...marks].sort((one, other) => one.start - other.start || other.end - one.end);
    for (const mark of inOrder) {
      let lane = ends.findIndex((end) => end <= mark.start);
      if (lane < 0) lane = ends.length;
      ends[lane] = mark.end;
      found.set(mark.id, lane);
    }
    return found;
  };

  const all = (state) => [...state.marks, ...state.suggestions];
  const inOrder = (state) => all(state).sort((one, other) => one.start - other.start || one.end - other.end);
  const smallestAt = (state, unit) => all(state).filter((one) => one.start <= unit && unit < one.end)
    .sort((one, other) => one.end - one.start - (other.end - other.start))[0];

  // What is written on the bars below the text: number, label, and where a relation leads.
  const bars = (state, swatchOf) => {
    const numbers = new Map(state.marks.map((mark, index) => [mark.id, index + 1]));
    const arrows = new Map();
    state.relations.forEach((one) => arrows.set(one.from, `${arrows.get(one.from) ?? ""} →${numbers.get(one.to)}`));
    const own = state.marks.map((mark) => ({ ...mark, name: `${numbers.get(mark.id)} ${mark.label}${arrows.get(mark.id) ?? ""}`, swatch: swatchOf(mark) }));
    return [...own, ...state.suggestions.map((mark) => ({ ...mark, name: `? ${mark.label}`, swatch: swatchOf(mark), isSuggested: true }))];
  };

  return { asked, away, bars, inOrder, smallestAt, EMPTY, read, write, newId, added, changed, removed, confirmed, lanes, isSame };
})();
