// Shows a text in parts that the browser may leave alone until they are seen, and says which place of it is where.
class TextSheet {
  #parts = []; #caretAt = 0; #visible = new Set(); #observer;

  constructor(host, measure, onSeen) {
    this.host = host;
    this.measure = measure;
    this.frame = host.querySelector("[data-frame]");
    this.sheet = host.querySelector("[data-sheet]");
    this.caret = TextSheet.#made("span", "marks-caret");
    this.caret.hidden = true;
    this.#observer = new IntersectionObserver((entries) => this.#seen(entries, onSeen), { root: this.frame, rootMargin: "200px 0px" });
    this.#fill();
  }

  static #made(name, kind) {
    const node = document.createElement(name);
    node.className = kind;
    return node;
  }

  #fill() {
    const all = document.createDocumentFragment();
    for (const part of this.measure.parts) {
      const [node, words, bars] = [TextSheet.#made("div", "marks-part"), TextSheet.#made("span", "marks-words"), TextSheet.#made("span", "marks-bars")];
      node.dataset.part = part.index;
      bars.setAttribute("aria-hidden", "true");
      words.append(document.createTextNode(part.text));
      node.append(words, bars);
      node.style.setProperty("--guess", `${Math.ceil(part.text.length / 60) + 1}`);
      this.#parts.push({ node, bars, text: words.firstChild });
      all.append(node);
    }
    this.sheet.replaceChildren(all);
    this.#parts.forEach(({ node }) => this.#observer.observe(node));
  }

  #seen(entries, onSeen) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#visible.add(Number(target.dataset.part));
      else this.#visible.delete(Number(target.dataset.part));
    }
    onSeen();
  }

  get visible() { return [...this.#visible].map((index) => ({ ...this.#parts[index], ...this.measure.parts[index], words: this.#parts[index].text })); }
  get hasFocus() { return this.sheet === document.activeElement; }
  get caretAt() { return this.#caretAt; }

  // From a place in the page to a place in the text, and back.

  #offsetOf(node, offset) {
    const part = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-part]");
    if (part && this.sheet.contains(part)) {
      const { start, end } = this.measure.parts[Number(part.dataset.part)];
      if (node.nodeType === Node.TEXT_NODE) return start + Math.min(offset, end - start);
      return offset > 0 ? end : start;
    }
    if (node === this.sheet) return this.measure.parts[offset]?.start ?? this.measure.length;
    const isBefore = this.sheet.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING;
    return isBefore ? 0 : this.measure.length;
  }

  placeOf(unit) {
    const part = this.measure.partAt(unit);
    return [this.#parts[part.index].text, unit - part.start];
  }

  rangeOf(start, end) {
    const range = document.createRange();
    range.setStart(...this.placeOf(start));
    range.setEnd(...this.placeOf(end));
    return range;
  }

  at(x, y) {
    if (document.caretPositionFromPoint) {
      const place = document.caretPositionFromPoint(x, y);
      return place && this.sheet.contains(place.offsetNode) ? this.#offsetOf(place.offsetNode, place.offset) : null;
    }
    const range = document.caretRangeFromPoint(x, y);
    return range && this.sheet.contains(range.startContainer) ? this.#offsetOf(range.startContainer, range.startOffset) : null;
  }

  // What a person selected, by whatever means: the selection of the page itself.

  get selected() {
    const selection = document.getSelection();
    const touches = selection.rangeCount && (this.sheet.contains(selection.anchorNode) || this.sheet.contains(selection.focusNode));
    if (!touches) return null;
    const [anchor, focus] = [this.#offsetOf(selection.anchorNode, selection.anchorOffset), this.#offsetOf(selection.focusNode, selection.focusOffset)];
    return { start: Math.min(anchor, focus), end: Math.max(anchor, focus), focus };
  }

  get selectedText() {
    const selected = this.selected;
    return selected && selected.end > selected.start ? selected : null;
  }

  moveTo(unit, { isExtending = false } = {}) {
    const selection = document.getSelection();
    if (isExtending && this.selected) selection.extend(...this.placeOf(unit));
    else selection.collapse(...this.placeOf(unit));
    this.#caretAt = unit;
    this.showCaret();
  }

  // The browser knows where the next character, word or line is, also from right to left.
  travel(direction, granularity, { isExtending = false } = {}) {
    const selection = document.getSelection();
    if (!this.selected) selection.collapse(...this.placeOf(this.#caretAt));
    selection.modify(isExtending ? "extend" : "move", direction, granularity);
    if (!this.sheet.contains(selection.focusNode)) this.moveTo(this.#caretAt, { isExtending });
    this.#caretAt = this.selected?.focus ?? this.#caretAt;
    this.showCaret();
  }

  remember() {
    const selected = this.selected;
    if (!selected) return;
    this.#caretAt = selected.focus;
    if (this.hasFocus) this.showCaret();
  }

  showCaret() {
    const part = this.measure.partAt(this.#caretAt);
    const { node, bars } = this.#parts[part.index];
    const rect = this.#caretRect(part);
    if (!rect) return;
    const frame = node.getBoundingClientRect();
    if (this.caret.parentNode !== bars) bars.append(this.caret);
    Object.assign(this.caret.style, { left: `${rect.x - frame.left}px`, top: `${rect.top - frame.top}px`, height: `${rect.height}px` });
    this.caret.hidden = !this.hasFocus;
    if (this.hasFocus) this.caret.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  hideCaret() { this.caret.hidden = true; }

  #caretRect(part) {
    const [place, here] = [document.createRange(), this.placeOf(this.#caretAt)];
    place.setStart(...here);
    place.collapse(true);
    const [exact] = place.getClientRects();
    if (exact) return exact;
    const unit = Math.max(part.start, Math.min(this.#caretAt, part.end - 1));
    const near = this.rangeOf(unit, Math.min(unit + 1, part.end)).getClientRects()[0];
    return near && { x: near.left, top: near.top, height: near.height };
  }

  reveal(unit) {
    const part = this.measure.partAt(unit);
    const [rect] = this.rangeOf(unit, Math.min(unit + 1, part.end)).getClientRects();
    const frame = this.frame.getBoundingClientRect();
    if (!rect || (rect.top >= frame.top && rect.bottom <= frame.bottom)) return;
    this.frame.scrollTop += rect.top - frame.top - frame.height / 3;
  }
}
