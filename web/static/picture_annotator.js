// Boxes, turned boxes, polygons and points on a picture, by mouse, finger or keyboard: a form field whose value is the list of results.
// Where more would go: a brush mask or a skeleton is a kind in shapes_store.js, shapes_geometry.js and shapes_lines.js; tiles of a very
// large image belong to shapes_camera.js. Nothing here knows a kind but by its name.
class PictureAnnotator extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["data-unasked"];
  #internals = this.attachInternals();
  #isReady = false;
  #preview = null;
  #memory = null;
  #suggested = [];
  #removed = null;
  store = new ShapeStore();
  vertex = null;
  chosen = null;
  isMoving = false;
  isSnapping = true;

  get name() { return this.getAttribute("name"); }
  get form() { return this.#internals.form; }
  get object() { return this.dataset.object; }
  get value() { return this.#written(this.store.confirmed); }
  set value(text) { this.restore(text, this.away); }
  // What was drawn for questions that wait for another answer: kept in drafts, never sent as an answer.
  get away() { return this.#written(this.store.away.filter((region) => !region.isSuggested)); }
  #written(regions) { return JSON.stringify(regions.flatMap((region) => ShapeResults.write(region, this.controlOf(region), this))); }
  restore(text, away) {
    const asked = ShapeResults.readAll(JornalAbout.listOf(text), this.controls);
    const waiting = ShapeResults.readAll(JornalAbout.listOf(away), this.controls);
    const known = [...asked, ...waiting.filter((region) => !asked.some((one) => one.id === region.id))];
    const ids = new Set(known.map((region) => region.id));
    const suggested = this.#suggested.filter((region) => !ids.has(region.id) && !this.#removed.has(region.id));
    this.store.load([...known, ...suggested.map((region) => ({ ...region, isSuggested: true }))]);
    [this.chosen, this.vertex] = [null, null];
    this.render();
    this.#keep();
  }
  formStateRestoreCallback(state) { this.value = state; }

  connectedCallback() {
    if (this.#isReady) return;
    this.#isReady = true;
    this.plane = { width: Number(this.dataset.width), height: Number(this.dataset.height) };
    this.controls = JornalAbout.listOf(this.dataset.controls);
    this.labels = [...this.querySelectorAll("input[data-label-of]")];
    this.sheet = this.querySelector(".canvas-sheet");
    this.frame = this.querySelector(".canvas-frame");
    // On parts without an id: htmx copies the attributes of what has one, and inline styles are forbidden here.
    this.frame.style.setProperty("--shape", this.plane.width / this.plane.height);
    this.lines = new ShapeLines(this);
    this.list = new ShapeList(this);
    this.details = new ShapeDetails(this);
    this.camera = new PictureCamera(this);
    this.pointer = new ShapePointer(this);
    this.acts = new ShapeActs(this);
    new ShapeKeys(this);
    this.#memory = new ShapeMemory(this);
    this.querySelector("[data-do=copy]").hidden = !this.#memory.previous;
    this.sheet.addEventListener("focusin", (event) => { const part = event.target.closest("[data-region]"); if (part) this.choose(part.dataset.region); });
    this.addEventListener("click", (event) => { const act = event.target.closest("[data-do]"); if (act) this.do(act.dataset.do); });
    this.addEventListener("change", (event) => this.#changed(event));
    this.addEventListener("input", (event) => { if (event.target.matches("[data-tone]")) this.acts.tone(event.target); });
    this.#suggested = ShapeResults.readAll(JornalAbout.listOf(this.dataset.suggested), this.controls);
    this.#removed = new RemovedSuggestions(this, this.#suggested.map((region) => region.id));
    this.value = this.dataset.value;
    this.attributeChangedCallback();
    new ResizeObserver(() => { this.camera.measure(); this.rested(); }).observe(this.sheet);
  }

  // asked.js says which questions wait for another answer; what was drawn for them is neither shown nor sent meanwhile.
  attributeChangedCallback() {
    if (!this.#isReady || !this.acts) return;
    this.pointer.cancel();
    this.store.unasked = new Set(this.dataset.unasked?.split(" ").filter(Boolean));
    if (this.store.unasked.has(this.region?.control)) [this.chosen, this.vertex] = [null, null];
    this.check(this.label);
    this.render();
    this.#keep();
  }

  // What is there, and what is said of it.

  get region() { return this.chosen === null ? undefined : this.store.find(this.chosen); }
  get label() {
    const asked = this.labels.filter((one) => !one.matches(":disabled"));
    return asked.find((one) => one.checked) ?? asked[0] ?? this.labels[0];
  }
  get isAsked() { return !this.label.matches(":disabled"); }
  get tool() { return this.#controlNamed(this.label.dataset.labelOf).kind; }
  get handles() { const region = this.#preview ?? this.region; return region ? ShapeGeometry.handlesOf(region, this.plane, this.lines.unit) : []; }
  #controlNamed(name) { return this.controls.find((one) => one.name === name); }
  controlOf(region) { return this.#controlNamed(region.control); }
  #labelOf(region) { return this.labels.find((one) => one.dataset.labelOf === region.control && one.dataset.label === region.label); }
  swatchOf(region) { return this.#labelOf(region)?.dataset.swatch ?? 1; }
  isHeld(region) { const isLocked = this.store.locked.has(region.id); if (isLocked) this.say("IsLocked", this.facts(region)); return isLocked; }
  word(kind) { return this.dataset[`word${kind.replace(/(^|_)(.)/g, (all, mark, letter) => letter.toUpperCase())}`]; }

  facts(region, number = this.store.numberOf(region)) {
    const score = region.isSuggested && region.score !== undefined ? Math.round(region.score * 100) : "";
    const more = { degrees: region.turn ?? 0, points: region.points?.length ?? 0, score };
    return { number, label: region.label, shape: this.word(region.kind), ...more, ...ShapeGeometry.sidesOf(region, this.plane) };
  }

  placeOf(region, facts) {
    const which = region.isSuggested ? (facts.score === "" ? "Suggested" : "Scored") : region.kind === "keypoints" ? "Spot" : region.turn ? "Turned" : "Place";
    return JornalFields.filled(this.dataset[`text${which}`], facts);
  }

  told(region, number) {
    const facts = this.facts(region, number);
    return JornalFields.filled(this.dataset.textRegion, { ...facts, place: this.placeOf(region, facts) });
  }

  say(name, values = {}) {
    this.querySelector("[data-said]").textContent = JornalFields.filled(this.dataset[`say${name}`], { count: this.store.asked.length, ...values });
  }
  sayPlace() { if (this.region) this.say("Place", { ...this.facts(this.region), place: this.placeOf(this.region, this.facts(this.region)) }); }
  sayVertex() {
    const region = this.#preview ?? this.region;
    const place = this.lines.pixels(region.points[this.vertex] ?? region.points[0]);
    this.say("Vertex", { vertex: this.vertex + 1, points: region.points.length, x: Math.round(place.x), y: Math.round(place.y) });
  }

  render() {
    if (!this.lines) return;
    this.lines.render(this.store.asked, this.chosen);
    this.list.render(this.store.asked, this.chosen);
    this.details.render(this.region);
    this.renderOver();
  }

  renderOver() {
    const chosen = this.#preview ?? this.region;
    const isShown = chosen && !this.store.isHidden(chosen);
    this.lines.renderOver({ chosen: isShown ? chosen : undefined, vertex: this.vertex, draft: this.pointer?.draft, handles: isShown ? this.handles : [] });
    this.#hide("dropVertex", this.vertex === null);
    this.#hide("close", !this.pointer?.points);
  }

  #hide(act, isHidden) { const button = this.querySelector(`[data-do=${act}]`); if (button.hidden !== isHidden) button.hidden = isHidden; }

  // The camera stands still: what keeps its size on the screen is drawn for how close it is now.
  rested() {
    this.lines.measure();
    if (!this.pointer.isBusy) this.render();
  }

  // While a shape is being dragged it is only shown; it changes when it is let go.
  preview(region) {
    this.#preview = region;
    this.lines.drag(region, this.store.numberOf(region));
    this.renderOver();
  }

  settle(before, after) {
    this.#preview = null;
    const kept = this.store.find(before.id);
    const [wide, high] = after.width === undefined ? [Infinity, Infinity] : ShapeGeometry.sizeOf(after, this.plane);
    if (Math.min(wide, high) < ShapePointer.LEAST * this.lines.unit) { this.render(); return this.say("Small"); }
    if (kept !== after) this.changeOne(after);
    if (this.vertex === null) this.sayPlace();
    else this.sayVertex();
  }

  // Every change goes through here, so that each can be undone and each is kept as a draft.

  change(regions, chosen = this.chosen) {
    this.store.change(regions);
    this.#set(chosen);
  }

  changeOne(changed) {
    const touched = changed.isSuggested ? { ...changed, isSuggested: false } : changed;
    this.change(this.store.regions.map((region) => (region.id === touched.id ? touched : region)));
  }

  #set(chosen) {
    this.#preview = null;
    this.chosen = this.store.find(chosen) ? chosen : null;
    if (this.vertex !== null && !this.region?.points?.[this.vertex]) this.vertex = null;
    this.render();
    this.#keep();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #keep() {
    const { value } = this;
    this.#internals.setFormValue(value === "[]" ? "" : value, value);
    this.#removed.keep((id) => this.store.find(id));
    this.#memory?.keep(value);
  }

  travel(isBack) {
    if (isBack && this.pointer.takeBackPoint()) return;
    this.pointer.cancel();
    if (!(isBack ? this.store.undo() : this.store.redo())) return this.say(isBack ? "NoneToUndo" : "NoneToRedo");
    const hadFocus = this.lines.hasFocus;
    this.#set(this.chosen);
    if (hadFocus && !this.lines.hasFocus) this.sheet.focus({ preventScroll: true });
    this.say(isBack ? "Undone" : "Redone");
  }

  choose(id) {
    if (this.chosen === id) return;
    [this.chosen, this.vertex, this.#preview] = [id, null, null];
    if (this.region) this.check(this.#labelOf(this.region));
    this.render();
  }

  check(label) { this.labels.forEach((one) => { one.checked = one === label; }); }

  #changed(event) {
    const region = this.store.find(event.target.closest("[data-item]")?.dataset.item);
    if (event.target.matches("[data-label-of]")) this.takeLabel(event.target);
    else if (region && event.target.matches("[data-label]")) {
      this.choose(region.id);
      this.takeLabel(this.labels.find((one) => one.value === event.target.value));
    }
  }

  // What people do, by whichever way they came to it.

  do(act) { this.acts.do(act); }
  add(shape) { this.acts.add(shape); }
  remove(region) { this.acts.remove(region); }
  takeLabel(label) { this.acts.takeLabel(label); }
  confirm(region) { this.acts.confirm(region); }
  toggle(region, what) { this.acts.toggle(region, what); }
  copyPrevious() { this.acts.copy(this.#memory.previous); }
  addVertex() { this.acts.addVertex(); }
  removeVertex() { this.acts.removeVertex(); }
  moveVertex(x, y) { return this.acts.moveVertex(x, y); }
  chooseNext(step) { this.acts.chooseNext(step); }
  escape() { this.acts.escape(); }
  toggleKeys() { const keys = this.querySelector("[data-keys]"); if (keys) keys.open = !keys.open; }
}

customElements.define("picture-annotator", PictureAnnotator);
