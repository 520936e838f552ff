// The list beside a text: each mark with its label and its further questions, each relation, each suggestion.
class TextList {
  static MOST = 100;
  #items = new Map(); #told = new WeakMap();

  constructor(host) {
    this.host = host;
    this.lists = Object.fromEntries(["marks", "relations", "suggestions"].map((name) => [name, host.querySelector(`[data-list=${name}]`)]));
  }

  get hasFocus() { return Object.values(this.lists).some((list) => list?.contains(document.activeElement)); }
  focusOnRemove(id) { this.#items.get(id)?.querySelector("[data-remove]")?.focus(); }

  // state: what there is; chosen: an id. Only what differs from the last time is touched.
  show(state, chosen) {
    const numbers = new Map(state.marks.map((mark, index) => [mark.id, index + 1]));
    const relations = state.relations.map((one) => ({ ...one, id: `${one.from} ${one.to} ${one.label}` }));
    const [marks, suggestions] = [TextList.near(state.marks, chosen), TextList.near(state.suggestions, chosen)];
    const kept = new Set([...marks, ...suggestions, ...relations].map((one) => one.id));
    for (const [id, item] of this.#items) if (!kept.has(id)) { item.remove(); this.#items.delete(id); }
    marks.forEach((mark) => this.#enterMark(mark, numbers.get(mark.id), mark.id === chosen));
    suggestions.forEach((one) => this.#enterSuggestion(one, one.id === chosen));
    relations.forEach((one, index) => this.#enterRelation(one, index, numbers));
    this.#order("marks", marks);
    this.#order("suggestions", suggestions);
    const part = this.host.querySelector("[data-part-shown]");
    part.hidden = marks.length === state.marks.length;
    part.textContent = JornalFields.filled(part.dataset.partShown, { count: marks.length, all: state.marks.length });
    this.#count("marks", state.marks.length);
    this.#count("relations", relations.length);
    this.#count("suggestions", state.suggestions.length);
  }

  // Of very many only those around the chosen one, or the last: a list of a thousand would make each mark slow.
  static near(all, chosen) {
    if (all.length <= TextList.MOST) return all;
    const place = all.findIndex((one) => one.id === chosen);
    const first = Math.max(0, Math.min((place < 0 ? all.length : place) - TextList.MOST / 2, all.length - TextList.MOST));
    return all.slice(first, first + TextList.MOST);
  }

  #order(name, shown) {
    const list = this.lists[name];
    shown.forEach((one, index) => {
      const item = this.#items.get(one.id);
      if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
    });
  }

  #count(name, count) {
    const part = this.host.querySelector(`[data-part-of=${name}]`);
    if (part) part.hidden = !count && name === "suggestions";
    const shown = this.host.querySelector(`[data-count=${name}]`);
    if (shown) shown.textContent = count || "";
    this.host.querySelector(`[data-none=${name}]`)?.toggleAttribute("hidden", count > 0);
  }

  #item(id, kind, list) {
    const known = this.#items.get(id);
    if (known && known.dataset.kind === kind) return known;
    known?.remove();
    const item = this.host.querySelector(`template[data-template=${kind}]`).content.firstElementChild.cloneNode(true);
    Object.assign(item.dataset, { item: id, kind });
    this.lists[list].append(item);
    this.#items.set(id, item);
    return item;
  }

  // What an item was last told; marks are replaced when they change, so that it is enough to look whether they are the same.
  #isOld(item, ...told) {
    const before = this.#told.get(item);
    this.#told.set(item, told);
    return Boolean(before) && told.every((one, index) => one === before[index]);
  }

  #name(item, values) {
    item.querySelectorAll("[data-name]").forEach((part) => part.setAttribute("aria-label", JornalFields.filled(part.dataset.name, values)));
    item.querySelectorAll("[data-fill]").forEach((part) => { part.textContent = JornalFields.filled(part.dataset.fill, values); });
  }

  #choose(item, isChosen) {
    if (isChosen) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
    item.querySelector("[data-choose]").setAttribute("aria-pressed", isChosen);
  }

  #enterMark(mark, number, isChosen) {
    const item = this.#item(mark.id, "mark", "marks");
    if (this.#isOld(item, mark, number, isChosen)) return;
    const words = this.host.words(mark);
    this.#choose(item, isChosen);
    item.querySelector("[data-choose]").textContent = number;
    this.#name(item, { number, label: mark.label, text: words });
    item.querySelector("[data-words]").textContent = words;
    this.#labels(item, mark);
    this.#more(item, mark, isChosen);
    if (isChosen) this.#scrollTo(item);
  }

  // Within its own list only: the page stays where it is.
  #scrollTo(item) {
    const list = item.parentElement;
    if (list.scrollHeight <= list.clientHeight) return;
    const [frame, own] = [list.getBoundingClientRect(), item.getBoundingClientRect()];
    if (own.top < frame.top) list.scrollTop += own.top - frame.top;
    else if (own.bottom > frame.bottom) list.scrollTop += own.bottom - frame.bottom;
  }

  #labels(item, mark) {
    const select = item.querySelector("[data-label]");
    const wanted = this.host.labelsOf(mark.control);
    if (select.options.length !== wanted.length) select.replaceChildren(...wanted.map((label) => new Option(label, label)));
    select.value = mark.label;
    item.querySelector(".swatch").className = `swatch ${this.host.swatchOf(mark)}`;
  }

  // The further questions of a mark are shown while it is the chosen one, and those that are missing are said.
  #more(item, mark, isChosen) {
    const more = item.querySelector("[data-more]");
    more.hidden = !isChosen;
    const asked = JornalAbout.asked(this.host.control(mark.control), mark.label);
    const missing = asked.filter((one) => one.is_required === true && !JornalAbout.isGiven(mark.attributes[one.name]));
    item.querySelector("[data-missing]").hidden = !missing.length;
    if (!isChosen) return;
    const place = more.querySelector("[data-attributes-here]");
    if (!place.firstElementChild && asked.length) place.append(JornalAbout.fields(this.host, mark.control, mark.id));
    JornalAbout.fill(place, asked, mark.attributes);
  }

  #enterSuggestion(one, isChosen) {
    const item = this.#item(one.id, "suggestion", "suggestions");
    if (this.#isOld(item, one, isChosen)) return;
    this.#choose(item, isChosen);
    const percent = one.score === undefined ? "" : Math.round(one.score * 100);
    this.#name(item, { label: one.label, text: this.host.words(one), percent });
    item.querySelector("[data-words]").textContent = this.host.words(one);
    item.querySelector("[data-score]").hidden = percent === "";
    item.querySelector(".swatch").className = `swatch ${this.host.swatchOf(one)}`;
  }

  #enterRelation(one, index, numbers) {
    const item = this.#item(one.id, "relation", "relations");
    item.dataset.relation = index;
    const [from, to] = [numbers.get(one.from), numbers.get(one.to)];
    if (this.#isOld(item, from, to)) return;
    this.#name(item, { from, to, label: one.label });
    item.querySelector("[data-from]").textContent = this.host.words(this.host.mark(one.from), 30);
    item.querySelector("[data-to]").textContent = this.host.words(this.host.mark(one.to), 30);
    item.querySelector("[data-relation-label]").value = one.label;
  }
}
