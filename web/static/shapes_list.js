// The list of regions: a row for each with its label and what can be done with it; of more than 200, only the rows in sight exist.
class ShapeList {
  static MANY = 200;
  static AHEAD = 12; // rows beyond what is seen
  #rows = new Map();
  #height = 0;
  #frame = 0;
  #shown = { regions: [], chosen: null };

  constructor(host) {
    this.host = host;
    this.list = host.querySelector("[data-regions]");
    this.list.addEventListener("scroll", () => { this.#frame ||= requestAnimationFrame(() => { this.#frame = 0; this.#renderRows(); }); });
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => this.#click(event));
  }

  get hasFocus() { return this.list.contains(document.activeElement); }
  focusOn(id, part = "[data-choose]") { this.#rows.get(id)?.querySelector(part).focus({ preventScroll: false }); }

  render(regions, chosen) {
    const isNew = chosen !== this.#shown.chosen;
    this.#shown = { regions, chosen };
    const isLong = regions.length > ShapeList.MANY;
    this.list.toggleAttribute("data-long", isLong);
    this.host.querySelector("[data-count]").textContent = regions.length || "";
    this.host.querySelector("[data-do=confirmAll]").hidden = !regions.some((region) => region.isSuggested);
    if (isLong && isNew && chosen) this.#reveal(regions.findIndex((region) => region.id === chosen));
    this.#renderRows();
  }

  #reveal(index) {
    const [top, height] = [index * (this.#height || 100), this.list.clientHeight];
    if (top < this.list.scrollTop || top + this.#height > this.list.scrollTop + height) this.list.scrollTop = Math.max(0, top - height / 2);
  }

  #window() {
    const { regions } = this.#shown;
    if (regions.length <= ShapeList.MANY) return [0, regions.length];
    const height = this.#height || 100;
    const first = Math.max(0, Math.floor(this.list.scrollTop / height) - ShapeList.AHEAD);
    return [first, Math.min(regions.length, first + Math.ceil((this.list.clientHeight || 400) / height) + 2 * ShapeList.AHEAD)];
  }

  #renderRows() {
    const { regions, chosen } = this.#shown;
    const [first, end] = this.#window();
    const wanted = regions.slice(first, end);
    const kept = new Set(wanted.map((region) => region.id));
    for (const [id, row] of this.#rows) if (!kept.has(id)) { row.remove(); this.#rows.delete(id); }
    wanted.forEach((region, place) => {
      const row = this.#rows.get(region.id) ?? this.#newRow(region);
      if (this.list.children[place] !== row) this.list.insertBefore(row, this.list.children[place] ?? null);
      this.#fill(row, region, first + place + 1, region.id === chosen);
    });
    const isLong = wanted.length < regions.length;
    if (isLong && wanted.length) this.#height = this.list.firstElementChild.offsetHeight;
    this.list.style.setProperty("--before", `${isLong ? first * this.#height : 0}px`);
    this.list.style.setProperty("--after", `${isLong ? (regions.length - end) * this.#height : 0}px`);
  }

  #fill(row, region, number, isChosen) {
    const { store } = this.host;
    const state = [region, number, isChosen, store.hidden.has(region.id), store.locked.has(region.id), this.#shown.regions.length];
    if (row.state?.every((part, index) => part === state[index])) return;
    row.state = state;
    const facts = this.host.facts(region, number);
    ShapeLines.set(row, { "aria-setsize": state[5], "aria-posinset": number });
    if (isChosen) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    const choose = row.querySelector("[data-choose]");
    choose.textContent = number;
    choose.setAttribute("aria-pressed", isChosen);
    row.querySelectorAll("[data-name]").forEach((part) => part.setAttribute("aria-label", JornalFields.filled(part.dataset.name, facts)));
    row.querySelector("[data-label]").value = `${region.control}:${region.label}`;
    row.querySelector("[data-place]").textContent = this.host.placeOf(region, facts);
    row.querySelector("[data-hide]").setAttribute("aria-pressed", state[3]);
    row.querySelector("[data-lock]").setAttribute("aria-pressed", state[4]);
    row.querySelector("[data-confirm]").hidden = !region.isSuggested;
  }

  #newRow(region) {
    const row = this.host.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.item = region.id;
    const select = row.querySelector("[data-label]");
    this.host.controls.filter((control) => control.kind === region.kind).forEach((control) => control.labels.forEach((label) => {
      const option = new Option(label.value, `${control.name}:${label.value}`);
      if (this.host.dataset.language) option.lang = this.host.dataset.language;
      select.append(option);
    }));
    this.#rows.set(region.id, row);
    return row;
  }

  #key(event) {
    const row = event.target.closest("[data-choose]")?.closest("[data-item]");
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!row || !step) return;
    const { regions } = this.#shown;
    const at = regions.findIndex((region) => region.id === row.dataset.item);
    const next = regions[Math.max(0, Math.min(regions.length - 1, at + step))];
    event.preventDefault();
    this.host.choose(next.id);
    this.focusOn(next.id);
    this.host.sayPlace();
  }

  #click(event) {
    const region = this.host.store.find(event.target.closest("[data-item]")?.dataset.item);
    if (!region) return;
    const did = (part) => event.target.closest(part);
    if (did("[data-remove]")) this.host.remove(region);
    else if (did("[data-hide]")) this.host.toggle(region, "hidden");
    else if (did("[data-lock]")) this.host.toggle(region, "locked");
    else if (did("[data-confirm]")) this.host.confirm(region);
    else if (did("[data-choose]")) { this.host.choose(region.id); this.host.sayPlace(); }
  }
}

// What is asked about the chosen region.
class ShapeDetails {
  #state = [];

  constructor(host) {
    this.host = host;
    this.part = host.querySelector("[data-details]");
    this.part.addEventListener("change", (event) => this.#changed(event.target.closest("[data-attribute]")));
  }

  render(region) {
    const asked = region ? JornalAbout.asked(this.host.controlOf(region), region.label) : [];
    const state = [region?.id, region?.label, region?.answers];
    if (state.every((part, index) => part === this.#state[index])) return;
    this.#state = state;
    this.part.hidden = !asked.length;
    if (!asked.length) return this.part.replaceChildren();
    const head = Object.assign(document.createElement("h3"), { textContent: JornalFields.filled(this.host.dataset.textAbout, this.host.facts(region)) });
    this.part.replaceChildren(head, JornalAbout.fields(this.host, region.control, region.id));
    JornalAbout.fill(this.part, asked, region.answers);
  }

  #changed(field) {
    const region = this.host.region;
    if (!region) return;
    const answers = { ...region.answers, [field.dataset.attribute]: JornalAbout.given(field) };
    this.#state[2] = answers; // what is on the screen already need not be drawn again
    this.host.changeOne({ ...region, answers });
  }
}
