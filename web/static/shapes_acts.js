// What a person does to shapes, each act once, whether by button, key or hand; and the shapes of the item before, for copying.
class ShapeActs {
  constructor(host) { this.host = host; }

  do(act) {
    const { host } = this;
    const acts = {
      add: () => this.addInTheMiddle(), undo: () => host.travel(true), redo: () => host.travel(false), move: () => this.#switchMoving(),
      closer: () => this.#zoomed(() => host.camera.closer()), farther: () => this.#zoomed(() => host.camera.farther()), whole: () => this.#zoomed(() => host.camera.zoomTo(1)),
      snap: () => this.#switchSnapping(), hideAll: () => this.#switchAllHidden(), lock: () => host.region && this.toggle(host.region, "locked"),
      copy: () => host.copyPrevious(), close: () => host.pointer.close(), dropVertex: () => this.removeVertex(), confirmAll: () => this.#confirmAll(), tones: () => this.#resetTones(),
    };
    acts[act]?.();
  }

  add(shape) {
    const { host } = this;
    const least = ShapePointer.LEAST * host.lines.unit;
    const control = host.controls.find((one) => one.name === host.label.dataset.labelOf);
    if (!host.isAsked) { host.render(); return host.say("NotAsked"); }
    if (this.#isSmall(shape, least)) { host.render(); return host.say("Small"); }
    const region = { id: host.store.newId(), control: control.name, kind: control.kind, label: host.label.dataset.label, ...shape };
    const nothing = host.querySelector(`input[data-nothing-of="${CSS.escape(control.name)}"]`);
    if (nothing) nothing.checked = false;
    host.vertex = null;
    host.change([...host.store.regions, region], region.id);
    host.lines.focusOn(region.id);
    host.say("Added", host.facts(region));
  }

  #isSmall(shape, least) {
    if (shape.points) return ShapeGeometry.areaOf(shape.points.map((point) => this.host.lines.pixels(point))) < least * least;
    return shape.width !== undefined && Math.min(...ShapeGeometry.sizeOf(shape, this.host.plane)) < least;
  }

  addInTheMiddle() {
    const { host } = this;
    host.pointer.cancel();
    const { x, y } = host.camera.middle;
    const half = 0.1 / host.camera.zoom;
    const place = (across, down) => ShapeGeometry.onPlane({ x: across * ShapeGeometry.WHOLE, y: down * ShapeGeometry.WHOLE });
    const box = ShapeGeometry.between(place(x - half, y - half), place(x + half, y + half));
    const made = { polygons: () => ShapeGeometry.triangle(box), keypoints: () => ({ ...place(x, y), size: ShapePointer.POINT_SIZE }) };
    this.add((made[host.tool] ?? (() => box))());
  }

  remove(region) {
    const { host } = this;
    if (host.isHeld(region)) return;
    const [facts, index] = [host.facts(region), host.store.numberOf(region) - 1];
    const inList = host.list.hasFocus;
    host.change(host.store.regions.filter((one) => one !== region), null);
    const next = host.store.asked[Math.min(index, host.store.asked.length - 1)];
    if (inList && next) host.list.focusOn(next.id, "[data-remove]");
    else host.sheet.focus({ preventScroll: true });
    host.say("Removed", facts);
  }

  // A label of the chosen shape's kind renames it; any other becomes the next shape's, with its tool.
  takeLabel(label) {
    const { host } = this;
    const region = host.region;
    const control = host.controls.find((one) => one.name === label.dataset.labelOf);
    if (region && control.kind === region.kind) {
      if (host.isHeld(region)) return host.check(host.labels.find((one) => one.dataset.labelOf === region.control && one.dataset.label === region.label));
      host.check(label);
      const after = { ...region, control: control.name, label: label.dataset.label };
      if (region.label !== after.label || region.control !== after.control || region.isSuggested) host.changeOne(after);
      return host.say("Labelled", host.facts(host.store.find(region.id)));
    }
    host.pointer.cancel();
    host.choose(null);
    host.check(label);
    host.say("Next", { label: label.dataset.label, shape: host.word(control.kind) });
  }

  confirm(region) {
    const { host } = this;
    host.choose(region.id);
    host.changeOne(region);
    host.say("Confirmed", host.facts(region));
  }

  #confirmAll() {
    const { host } = this;
    const offered = new Set(host.store.asked.filter((region) => region.isSuggested));
    host.change(host.store.regions.map((region) => (offered.has(region) ? { ...region, isSuggested: false } : region)));
    host.say("AllConfirmed");
  }

  toggle(region, what) {
    const { host } = this;
    const set = host.store[what];
    const isOn = !set.has(region.id);
    if (isOn) set.add(region.id);
    else set.delete(region.id);
    host.render();
    host.say({ hidden: isOn ? "Hidden" : "Shown", locked: isOn ? "Locked" : "Unlocked" }[what], host.facts(region));
  }

  #press(act, isOn) { this.host.querySelector(`[data-do=${act}]`).setAttribute("aria-pressed", isOn); }

  #switchMoving() {
    const { host } = this;
    host.pointer.cancel();
    host.isMoving = !host.isMoving;
    host.sheet.toggleAttribute("data-moving", host.isMoving);
    this.#press("move", host.isMoving);
    host.say(host.isMoving ? "Moving" : "Drawing");
  }

  #switchSnapping() {
    this.host.isSnapping = !this.host.isSnapping;
    this.#press("snap", this.host.isSnapping);
    this.host.say(this.host.isSnapping ? "Snapping" : "NotSnapping");
  }

  #switchAllHidden() {
    const { host } = this;
    host.store.isAllHidden = !host.store.isAllHidden;
    this.#press("hideAll", host.store.isAllHidden);
    host.render();
    host.say(host.store.isAllHidden ? "AllHidden" : "AllShown");
  }

  #zoomed(act) {
    act();
    this.host.say("Zoom", { percent: Math.round(this.host.camera.zoom * 100) });
  }

  tone(field) {
    this.host.frame.style.setProperty(`--${field.dataset.tone}`, `${field.value}%`);
    const fields = [...this.host.querySelectorAll("[data-tone]")];
    this.host.frame.toggleAttribute("data-toned", fields.some((one) => one.value !== "100"));
  }

  #resetTones() {
    this.host.querySelectorAll("[data-tone]").forEach((field) => { field.value = 100; this.tone(field); });
    this.host.say("Tones");
  }

  copy(entries) {
    const { host } = this;
    // On a picture of another shape a turned box may stand out: it is pushed back, as everything that is moved.
    const copied = ShapeResults.readAll(entries ?? [], host.controls).map((region) => ({ ...ShapeGeometry.moved(region, 0, 0, host.plane), id: host.store.newId() }));
    if (!copied.length) return;
    host.change([...host.store.regions, ...copied], copied[0].id);
    host.querySelectorAll("input[data-nothing-of]").forEach((field) => { if (copied.some((region) => region.control === field.dataset.nothingOf)) field.checked = false; });
    host.say("Copied", { copied: copied.length });
  }

  moveVertex(x, y) {
    const { host } = this;
    const point = host.region.points[host.vertex];
    const place = ShapeGeometry.onPlane({ x: point.x + x, y: point.y + y });
    if (place.x !== point.x || place.y !== point.y) host.changeOne(ShapeGeometry.vertexTo(host.region, host.vertex, place));
    host.sayVertex();
    return true;
  }

  addVertex() {
    const { host } = this;
    if (host.isHeld(host.region)) return;
    const after = ShapeGeometry.withVertex(host.region, host.vertex, ShapeGeometry.edgeMiddle(host.region, host.vertex));
    host.vertex += 1;
    host.changeOne(after);
    host.sayVertex();
  }

  removeVertex() {
    const { host } = this;
    if (host.vertex === null || host.isHeld(host.region)) return;
    const after = ShapeGeometry.withoutVertex(host.region, host.vertex);
    if (after === host.region) return host.say("Fewest");
    host.vertex = Math.min(host.vertex, after.points.length - 1);
    host.changeOne(after);
    host.sayVertex();
  }

  chooseNext(step) {
    const { host } = this;
    const { seen } = host.store;
    if (!seen.length) return;
    const at = seen.findIndex((region) => region.id === host.chosen);
    const next = seen[at < 0 ? (step > 0 ? 0 : seen.length - 1) : (at + step + seen.length) % seen.length];
    host.choose(next.id);
    host.lines.focusOn(next.id);
    host.sayPlace();
  }

  escape() {
    const { host } = this;
    if (host.pointer.cancel()) return host.say("Cancelled");
    if (host.vertex !== null) { host.vertex = null; host.renderOver(); return host.sayPlace(); }
    host.choose(null);
    host.sheet.focus({ preventScroll: true });
    host.say("Cancelled");
  }
}

// Keeps in this tab what was drawn on the item before, so that it can be copied onto the next one, as on frames of a film.
class ShapeMemory {
  constructor(host) {
    this.assignment = host.closest("form[data-assignment]")?.dataset.assignment;
    this.place = `jornal.shapes.${host.dataset.project}.${host.object}`;
    const found = this.assignment ? this.#read() : null;
    this.previous = found?.assignment === this.assignment ? found?.previous : found?.entries;
    if (!this.previous?.length) this.previous = null;
  }

  #read() { try { return JSON.parse(sessionStorage.getItem(this.place)); } catch { return null; } }

  keep(value) {
    if (!this.assignment) return;
    const kept = JSON.stringify({ assignment: this.assignment, entries: JSON.parse(value), previous: this.previous });
    try { sessionStorage.setItem(this.place, kept); } catch { /* A full or closed store: there is nothing to copy, and the page still works. */ }
  }
}
