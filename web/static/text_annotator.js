// Marks in a text and relations between them, by mouse, finger or keyboard: one form field whose value is a list of results.
(() => {
  "use strict";

  class TextAnnotator extends HTMLElement {
    static formAssociated = true;
    static observedAttributes = ["data-unasked"];
    #internals = this.attachInternals();
    #state = TextMarks.EMPTY; #seen = TextMarks.EMPTY; #unasked = new Set(); #undo = []; #redo = []; #shown = []; #ids = new Set(); #leaving = null; #ready = false; #suggested = null; #removed = null;
    chosen = null; first = null; relateFrom = null; // ids, and the word that was tapped first

    get name() { return this.getAttribute("name"); }
    get form() { return this.#internals.form; }
    get about() { return this.name.slice(this.name.indexOf(".") + 1); }
    get value() { return TextMarks.write(this.#seen, this.controls, this.measure, this.about); }
    set value(text) { this.restore(text, this.away); }
    // What was marked for questions that wait for another answer: kept in drafts, never sent as an answer.
    get away() { return TextMarks.write(TextMarks.away(this.#state, this.#seen), this.controls, this.measure, this.about); }
    restore(text, away) { this.#load(text, away); this.#undo = []; this.#redo = []; this.chosen = null; this.#render(); }
    formStateRestoreCallback(state) { this.value = state; }

    // asked.js says which questions wait for another answer; what was marked for them is neither shown nor sent meanwhile.
    attributeChangedCallback() {
      if (!this.#ready || !this.#removed) return;
      this.#unasked = new Set(this.dataset.unasked?.split(" ").filter(Boolean));
      this.#render();
    }

    get chosenMark() { return this.mark(this.chosen); }
    get relations() { return this.#seen.relations; }
    get #asked() { return this.picks.filter((one) => !one.matches(":disabled")); }
    get #pick() { return this.#asked.find((one) => one.checked) ?? this.#asked[0]; }
    get isRightToLeft() { return getComputedStyle(this.sheet.sheet).direction === "rtl"; }

    connectedCallback() {
      this.#leaving = new AbortController();
      if (!this.#ready) this.#begin();
      this.pointer.listen(this.#leaving.signal);
    }

    disconnectedCallback() { this.#leaving.abort(); }

    #begin() {
      this.#ready = true;
      this.controls = JSON.parse(this.dataset.controls);
      this.picks = [...this.querySelectorAll("[data-pick]")];
      this.relationPicks = [...this.querySelectorAll("[data-pick-relation]")];
      const source = this.querySelector("[data-sheet]");
      this.measure = new TextMeasure(this.dataset.text ? JSON.parse(this.dataset.text) : source.textContent, source.lang);
      this.sheet = new TextSheet(this, this.measure, () => this.bars?.draw());
      this.bars = new TextBars(this.sheet);
      this.list = new TextList(this);
      this.keys = new TextKeys(this);
      this.pointer = new TextPointer(this);
      this.fields = new TextFields(this);
      this.#listen(this.sheet.sheet);
      this.#suggested = TextMarks.read(JSON.parse(this.dataset.suggested || "[]"), this.controls, this.measure);
      this.#removed = new RemovedSuggestions(this, this.#suggested.marks.map((one) => one.id));
      this.value = this.dataset.value;
      this.attributeChangedCallback();
      new ResizeObserver(() => this.bars.draw({ isResized: true })).observe(this.sheet.sheet);
      document.fonts?.ready.then(() => this.bars.draw({ isResized: true }));
    }

    #listen(sheet) {
      sheet.addEventListener("keydown", (event) => { if (this.keys.press(event)) { event.preventDefault(); event.stopPropagation(); } });
      sheet.addEventListener("focus", () => this.sheet.showCaret());
      sheet.addEventListener("blur", () => this.sheet.hideCaret());
      this.addEventListener("keydown", (event) => { if (this.keys.travel(event)) event.preventDefault(); });
    }

    // What there is, and what is said of it.

    #load(text, away) {
      const { marks, relations } = TextMarks.read([...JornalAbout.listOf(away), ...JornalAbout.listOf(text)], this.controls, this.measure);
      const suggestions = this.#suggested.marks.filter((one) => !this.#removed.has(one.id) && !marks.some((mark) => mark.id === one.id || TextMarks.isSame(mark, one)));
      this.#state = { marks, relations, suggestions, suggestedRelations: this.#suggested.relations };
      [...marks, ...this.#suggested.marks].forEach((one) => this.#ids.add(one.id));
    }

    control(name) { return this.controls.find((one) => one.name === name); }
    labelsOf(control) { return this.picks.filter((one) => one.dataset.control === control).map((one) => one.value); }
    swatchOf(mark) { return this.picks.find((one) => one.dataset.control === mark.control && one.value === mark.label)?.dataset.swatch ?? "label-8"; }
    words(mark, most = 80) { return this.measure.shown(mark.start, mark.end, most); }
    mark(id, state = this.#seen) { return state.marks.find((one) => one.id === id) ?? state.suggestions.find((one) => one.id === id); }
    get inOrder() { return TextMarks.inOrder(this.#seen); }
    smallestAt(unit) { return TextMarks.smallestAt(this.#seen, unit); }
    isSuggested(mark) { return this.#seen.suggestions.includes(mark); }
    #number(mark) { return this.#seen.marks.indexOf(mark) + 1; }
    facts(mark) { return { number: this.#number(mark) || "?", label: mark.label, text: this.words(mark) }; }

    say(name, values = {}) {
      this.querySelector("[data-said]").textContent = JornalFields.filled(this.dataset[`say${name}`], { count: this.#seen.marks.length, ...values });
    }

    #render() {
      this.#seen = TextMarks.asked(this.#state, this.#unasked);
      [this.chosen, this.relateFrom] = [this.chosen, this.relateFrom].map((id) => (this.mark(id) ? id : null));
      this.#shown = TextMarks.bars(this.#seen, (mark) => this.swatchOf(mark));
      this.showChosen();
      this.#internals.setFormValue(this.#seen.marks.length ? this.value : "", this.value);
      this.#removed.keep((id) => this.mark(id, this.#state));
    }

    showChosen() {
      this.bars.show({ marks: this.#shown, chosen: this.chosen, begun: this.first });
      this.list.show(this.#seen, this.chosen);
      const waits = this.first ? "first" : this.relateFrom ? "relation" : "";
      this.querySelectorAll("[data-waits]").forEach((part) => { part.hidden = part.dataset.waits !== waits; });
    }

    // Every change goes through here, so that each can be undone and each is kept as a draft.

    #change(state, chosen = this.chosen) {
      this.#undo.push(this.#state);
      this.#redo = [];
      this.#set(state, chosen);
    }

    #set(state, chosen) {
      this.#state = state;
      this.chosen = chosen;
      this.#render();
      this.dispatchEvent(new Event("change", { bubbles: true }));
    }

    #travel(from, to, said, none) {
      this.first = null;
      if (!from.length) return this.say(none);
      to.push(this.#state);
      const wasInList = this.list.hasFocus;
      this.#set(from.pop(), this.chosen);
      if (wasInList && !this.list.hasFocus) this.focusText();
      this.say(said);
    }

    undo() { this.#travel(this.#undo, this.#redo, "Undone", "NoneToUndo"); }
    redo() { this.#travel(this.#redo, this.#undo, "Redone", "NoneToRedo"); }

    focusText() { this.sheet.sheet.focus({ preventScroll: true }); }

    add(start, end, pick = this.#pick) {
      if (!pick) return this.say("NotAsked");
      const control = this.control(pick.dataset.control);
      const place = this.measure.snapped(start, end, control.granularity);
      this.first = null;
      if (!place) return this.showChosen() ?? this.say("NoText");
      const same = this.#seen.marks.find((one) => TextMarks.isSame(one, { ...place, control: control.name, label: pick.value }));
      if (same) { this.choose(same.id); return this.say("Already", this.facts(same)); }
      const id = TextMarks.newId(this.#ids, this.about);
      const mark = { id, control: control.name, label: pick.value, ...place, attributes: {} };
      const nothing = this.querySelector(`[data-nothing="${CSS.escape(control.name)}"]`);
      if (nothing) nothing.checked = false;
      this.#change(TextMarks.added(this.#state, mark), id);
      this.sheet.moveTo(place.end);
      this.pointer.forget();
      this.say("Added", this.facts(this.mark(id)));
    }

    remove(mark) {
      const facts = this.facts(mark);
      const index = this.#seen.marks.indexOf(mark);
      const wasInList = this.list.hasFocus;
      this.#change(TextMarks.removed(this.#state, mark.id), null);
      const next = this.#seen.marks[Math.min(index, this.#seen.marks.length - 1)];
      if (wasInList && next) this.list.focusOnRemove(next.id);
      else this.focusText();
      this.say("Removed", facts);
    }

    removeChosen() {
      if (this.chosenMark) this.remove(this.chosenMark);
      return true; // Backspace never leaves the page
    }

    relabel(mark, pick) {
      if (this.isSuggested(mark)) this.confirm([mark.id]);
      const now = this.mark(mark.id);
      pick.checked = true;
      if (!now || (now.label === pick.value && now.control === pick.dataset.control)) return;
      this.#change(TextMarks.changed(this.#state, { ...now, label: pick.value, control: pick.dataset.control }));
      this.say("Labelled", this.facts(this.mark(mark.id)));
    }

    answerAbout(mark, attribute, given) {
      this.#change(TextMarks.changed(this.#state, { ...mark, attributes: { ...mark.attributes, [attribute]: given } }));
    }

    moveEnd(side, direction) {
      const mark = this.chosenMark;
      if (!mark || this.isSuggested(mark)) return this.say("ChooseOne");
      const moved = { ...mark, [side]: this.measure.step(mark[side], direction, this.control(mark.control).granularity) };
      if (moved.start < moved.end && moved[side] !== mark[side]) this.#change(TextMarks.changed(this.#state, moved));
      this.sheet.reveal(this.chosenMark[side]);
      this.say("Ends", this.facts(this.chosenMark));
    }

    choose(id) {
      this.chosen = id;
      const mark = this.chosenMark;
      const pick = mark && this.picks.find((one) => one.dataset.control === mark.control && one.value === mark.label);
      if (pick) pick.checked = true;
      this.showChosen();
    }

    // Suggestions count once they are confirmed, and not before.

    confirm(ids) {
      this.#change(TextMarks.confirmed(this.#state, ids));
      if (ids.length > 1) this.say("ConfirmedAll");
      else this.say("Confirmed", this.facts(this.mark(ids[0]) ?? this.#seen.marks.at(-1)));
    }

    confirmAll() { this.confirm(this.#seen.suggestions.map((one) => one.id)); }

    // From one mark to another.

    relate() {
      if (!this.relationPicks.length) return false;
      if (!this.chosenMark || this.isSuggested(this.chosenMark)) this.say("ChooseOne");
      else { this.relateFrom = this.chosen; this.showChosen(); this.say("RelateFrom", this.facts(this.chosenMark)); }
      return true;
    }

    relateTo(mark) {
      const from = this.mark(this.relateFrom);
      const picks = this.relationPicks.filter((one) => one.dataset.control === from.control);
      if (mark.id === from.id || mark.control !== from.control || !picks.length) return this.say("ChooseOther");
      const relation = { from: from.id, to: mark.id, label: (picks.find((one) => one.checked) ?? picks[0]).value };
      this.relateFrom = null;
      const isKnown = this.relations.some((one) => one.from === relation.from && one.to === relation.to && one.label === relation.label);
      if (isKnown) { this.showChosen(); return this.say("Already", this.facts(mark)); }
      this.#change({ ...this.#state, relations: [...this.#state.relations, relation] });
      this.say("Related", { label: relation.label, from: this.#number(from), to: this.#number(mark) });
    }

    changeRelation(index, instead) {
      const old = this.relations[index];
      this.#change({ ...this.#state, relations: this.#state.relations.flatMap((one) => (one === old ? [instead ?? []].flat() : [one])) });
      if (!instead) return this.say("Unrelated");
      this.say("Related", { label: instead.label, from: this.#number(this.mark(instead.from)), to: this.#number(this.mark(instead.to)) });
    }

    // What the keys ask for.

    walk(direction, granularity, isExtending, times = 1) {
      if (!isExtending) this.pointer.forget();
      if (this.chosen && !this.relateFrom) this.choose(null);
      for (let time = 0; time < times; time += 1) this.sheet.travel(direction, granularity, { isExtending });
      this.#sayPlace(granularity, isExtending);
    }

    walkToEnd(isBack, isExtending) {
      this.sheet.moveTo(isBack ? 0 : this.measure.length, { isExtending });
      this.#sayPlace("line", isExtending);
    }

    #sayPlace(granularity, isExtending) {
      const [selected, at] = [this.sheet.selectedText, this.sheet.caretAt];
      if (isExtending && selected) return this.say("Selected", { text: this.measure.shown(selected.start, selected.end, 120) });
      const piece = granularity === "character" ? this.measure.characterAt(at) : granularity === "word" ? this.measure.wordAt(at) : { start: at, end: at + 60 };
      const text = piece ? this.measure.shown(piece.start, Math.min(piece.end, this.measure.length)) : "";
      const mark = this.smallestAt(at);
      if (mark) return this.say("Within", { ...this.facts(mark), text });
      this.say(text.trim() ? "Place" : "Space", { text });
    }

    pickWithKey(key) { return [...this.#asked, ...this.relationPicks].find((one) => one.dataset.key === key); }

    pick(pick) {
      pick.checked = true;
      if (pick.matches("[data-pick-relation]")) return this.say("NextRelation", { label: pick.value });
      const selected = this.pointer.selected;
      if (selected) this.add(selected.start, selected.end, pick);
      else if (this.chosenMark) this.relabel(this.chosenMark, pick);
      else this.say("Next", { label: pick.value });
    }

    finish() {
      const selected = this.pointer.selected;
      if (this.relateFrom && this.chosenMark) this.relateTo(this.chosenMark);
      else if (selected) this.add(selected.start, selected.end);
      else if (this.chosenMark && this.isSuggested(this.chosenMark)) this.confirm([this.chosen]);
      else return false;
      return true;
    }

    escape() {
      const wasWaiting = Boolean(this.first || this.relateFrom);
      this.first = this.relateFrom = null;
      this.pointer.forget();
      if (this.sheet.selectedText) this.sheet.moveTo(this.sheet.caretAt);
      this.choose(wasWaiting ? this.chosen : null);
      this.say("Cancelled");
      return true;
    }
  }

  customElements.define("text-annotator", TextAnnotator);
})();
