// Mouse, finger and pen in a text. A mouse selects as everywhere; a finger taps the first word and then the last, or selects as the phone does.
class TextPointer {
  #isPressed = false; #isMouse = true; #held = null;

  constructor(host) {
    this.host = host;
    const { sheet } = host.sheet;
    sheet.addEventListener("pointerdown", (event) => { this.#isMouse = event.pointerType === "mouse"; this.forget(); });
    sheet.addEventListener("mousedown", (event) => { this.#isPressed = event.button === 0 && this.#isMouse; });
    sheet.addEventListener("click", (event) => { if (["touch", "pen"].includes(event.pointerType)) this.#tap(event); });
    sheet.addEventListener("dragstart", (event) => event.preventDefault());
  }

  listen(signal) {
    document.addEventListener("mouseup", (event) => this.#released(event), { signal });
    document.addEventListener("selectionchange", () => this.#noticed(), { signal });
  }

  // A tap on a label takes the phone's selection away, so that it is held until then.
  get selected() { return this.host.sheet.selectedText ?? this.#held; }
  forget() { this.#held = null; }

  #noticed() {
    this.host.sheet.remember();
    this.#held = this.host.sheet.selectedText ?? this.#held;
  }

  #released(event) {
    if (!this.#isPressed) return;
    this.#isPressed = false;
    setTimeout(() => this.#clicked(event)); // the browser ends its selection after this event
  }

  #clicked(event) {
    const { host } = this;
    const selected = host.sheet.selectedText;
    if (selected && event.detail > 2) return host.sheet.moveTo(selected.start);
    if (selected) return host.add(selected.start, selected.end);
    this.pointAt(host.bars.at(event) ?? host.smallestAt(host.sheet.selected?.focus)?.id ?? null);
  }

  pointAt(id) {
    const { host } = this;
    if (id && host.relateFrom && id !== host.relateFrom) return host.relateTo(host.mark(id));
    host.choose(id);
    if (id) host.say("Chosen", host.facts(host.chosenMark));
  }

  // A tap on a mark chooses it; a second tap there begins another within it.
  #tap(event) {
    const { host } = this;
    if (host.sheet.selectedText) return;
    const unit = host.sheet.at(event.clientX, event.clientY);
    const id = host.bars.at(event) ?? (unit === null ? null : host.smallestAt(unit)?.id);
    if (!host.first && id && id !== host.chosen) return this.pointAt(id);
    const word = unit === null ? null : host.measure.wordAt(unit);
    if (!word) return;
    if (host.first) return host.add(Math.min(host.first.start, word.start), Math.max(host.first.end, word.end));
    if (!host.measure.text.slice(word.start, word.end).trim()) return;
    host.first = word;
    host.choose(null);
    host.say("First", { text: host.words(word) });
  }
}
