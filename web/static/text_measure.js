// Counts one text in three ways: units as the browser does, code points as the answer does, whole characters and words as the eye does.
class TextMeasure {
  static SHORTEST = 1500; // units of a part of a long text: enough for a screen, little enough to be laid out at once
  static LONGEST = 4000; // a line longer than this is cut at a space
  static SHORT = 20000; // a text so short has a part for each line
  #graphemes; #words;

  constructor(text, language) {
    this.text = text;
    const tongue = language && Intl.Segmenter.supportedLocalesOf([language]).length ? language : undefined;
    this.#graphemes = new Intl.Segmenter(tongue, { granularity: "grapheme" });
    this.#words = new Intl.Segmenter(tongue, { granularity: "word" });
    this.parts = this.#cut();
  }

  get length() { return this.text.length; }

  // A part ends with a line; only a line too long for one part is cut within.
  #cut() {
    const parts = [];
    const shortest = this.length <= TextMeasure.SHORT ? 0 : TextMeasure.SHORTEST;
    let [start, point] = [0, 0];
    while (start < this.length || !parts.length) {
      const newline = this.text.indexOf("\n", start + shortest);
      const lineEnd = newline < 0 ? this.length : newline + 1;
      const end = lineEnd - start > TextMeasure.LONGEST ? this.#gapBefore(start) : lineEnd;
      const text = this.text.slice(start, end);
      const points = TextMeasure.points(text);
      parts.push({ index: parts.length, start, end, text, point, isPlain: points === text.length });
      [start, point] = [Math.max(end, start + 1), point + points];
    }
    return parts;
  }

  #gapBefore(start) {
    const piece = this.text.slice(start, start + TextMeasure.LONGEST);
    const newline = piece.lastIndexOf("\n");
    if (newline > 0) return start + newline + 1;
    const space = piece.search(/\s\S{0,400}$/u);
    return start + (space > 0 ? space + 1 : this.#graphemes.segment(piece).containing(piece.length - 1).index || piece.length);
  }

  static points(text) {
    let count = 0;
    for (const _ of text) count += 1; // eslint-disable-line no-unused-vars
    return count;
  }

  #search(wanted, key) {
    let [low, high] = [0, this.parts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.parts[middle][key] <= wanted) low = middle;
      else high = middle - 1;
    }
    return this.parts[low];
  }

  partAt(unit) { return this.#search(unit, "start"); }

  pointOf(unit) {
    const part = this.partAt(unit);
    return part.point + (part.isPlain ? unit - part.start : TextMeasure.points(part.text.slice(0, unit - part.start)));
  }

  unitOf(point) {
    const part = this.#search(point, "point");
    if (part.isPlain) return part.start + point - part.point;
    let [unit, left] = [part.start, point - part.point];
    for (const one of part.text) {
      if (left <= 0) break;
      [unit, left] = [unit + one.length, left - 1];
    }
    return unit;
  }

  #piece(segmenter, unit) {
    const part = this.partAt(Math.min(unit, this.length - 1));
    const found = segmenter.segment(part.text).containing(unit - part.start);
    return found && { start: part.start + found.index, end: part.start + found.index + found.segment.length, isWord: found.isWordLike };
  }

  // Never through the middle of what a person sees as one character.
  #before(unit) { return 0 < unit && unit < this.length ? this.#piece(this.#graphemes, unit).start : unit; }
  #after(unit) { const start = this.#before(unit); return start === unit ? unit : this.#piece(this.#graphemes, unit).end; }

  wordAt(unit) { return this.length ? this.#piece(this.#words, Math.max(0, Math.min(unit, this.length - 1))) : null; }
  characterAt(unit) { return unit < this.length ? this.#piece(this.#graphemes, unit) : null; }

  // What of a selection is marked: without the spaces around it, and with whole words where only words count.
  snapped(start, end, granularity) {
    const chosen = this.text.slice(start, end);
    const inner = chosen.trim();
    if (!inner) return null;
    const from = this.#before(start + chosen.indexOf(inner));
    const to = this.#after(start + chosen.indexOf(inner) + inner.length);
    if (granularity !== "word") return { start: from, end: to };
    return { start: this.wordAt(from).start, end: this.wordAt(to - 1).end };
  }

  // One step outwards or inwards for the end of a mark.
  step(unit, direction, granularity) {
    const at = direction < 0 ? unit - 1 : unit;
    if (at < 0 || at >= this.length) return unit;
    const piece = granularity === "word" ? this.#nextWord(at, direction) : this.characterAt(at);
    return direction < 0 ? piece.start : piece.end;
  }

  #nextWord(at, direction) {
    let piece = this.wordAt(at);
    while (!this.text.slice(piece.start, piece.end).trim()) {
      const next = direction < 0 ? piece.start - 1 : piece.end;
      if (next < 0 || next >= this.length) break;
      piece = this.wordAt(next);
    }
    return piece;
  }

  shown(start, end, most = 80) {
    const text = this.text.slice(start, Math.min(end, start + most + 1)).replace(/\s+/gu, " ");
    return end - start > most ? `${this.text.slice(start, this.#before(start + most)).replace(/\s+/gu, " ")}…` : text;
  }
}
