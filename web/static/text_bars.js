// Draws each mark as a bar below its words, with its number and label; only in the parts of the text that are seen.
class TextBars {
  static LANES = 6; // deeper marks share the last line
  static PITCH = 1.25; // rem from one bar to the next, as in text_work.css
  #drawn = new Map(); #lanes = new Map(); #byPart = new Map(); #shown = { marks: [], chosen: null, begun: null };

  constructor(sheet) { this.sheet = sheet; }

  // marks: [{id, start, end, name, swatch, isSuggested}]; begun: the words of a mark that waits for its end.
  show(shown) {
    if (shown.marks !== this.#shown.marks) this.#arrange(shown.marks);
    this.#shown = shown;
    this.draw();
  }

  #arrange(marks) {
    this.#lanes = TextMarks.lanes(marks);
    this.#byPart = new Map();
    for (const mark of marks) {
      const last = this.sheet.measure.partAt(mark.end - 1).index;
      for (let index = this.sheet.measure.partAt(mark.start).index; index <= last; index += 1) {
        if (!this.#byPart.has(index)) this.#byPart.set(index, []);
        this.#byPart.get(index).push(mark);
      }
    }
  }

  // First all that is written about height, then all that is measured, then all bars: the page is laid out once.
  draw({ isResized = false } = {}) {
    if (isResized) this.#drawn.clear();
    const parts = this.sheet.visible.map((part) => ({ ...part, marks: this.#marksIn(part) })).filter((part) => this.#isNew(part));
    parts.forEach(({ node, marks }) => node.style.setProperty("--lanes", Math.max(1, ...marks.map((mark) => this.#lane(mark) + 1))));
    const measured = parts.map((part) => ({ part, frame: part.node.getBoundingClientRect(), marks: part.marks.map((mark) => [mark, this.#rects(mark, part)]) }));
    measured.forEach(({ part, frame, marks }) => this.#put(part, frame, marks));
  }

  #lane(mark) { return Math.min(this.#lanes.get(mark.id) ?? 0, TextBars.LANES - 1); }

  #marksIn(part) {
    const { begun } = this.#shown;
    const marks = this.#byPart.get(part.index) ?? [];
    return begun && begun.start < part.end && begun.end > part.start ? [...marks, { id: "", isBegun: true, ...begun }] : marks;
  }

  #isNew(part) {
    const { chosen } = this.#shown;
    const told = part.marks.map((one) => [one.id, one.start, one.end, one.name, one.swatch, this.#lane(one), one.isSuggested, one.id === chosen].join()).join("\n");
    if (this.#drawn.get(part.index) === told) return false;
    this.#drawn.set(part.index, told);
    return true;
  }

  #rects(mark, part) {
    const range = document.createRange();
    range.setStart(part.words, Math.max(0, mark.start - part.start));
    range.setEnd(part.words, Math.min(part.end, mark.end) - part.start);
    return TextBars.joined([...range.getClientRects()].filter((one) => one.width > 0));
  }

  // A browser gives a line in several pieces where directions change.
  static joined(rects) {
    const lines = [];
    for (const { left, right, top, bottom } of rects) {
      const last = lines.at(-1);
      const touches = last && Math.abs(last.top - top) < 3 && left <= last.right + 1 && right >= last.left - 1;
      if (touches) Object.assign(last, { left: Math.min(last.left, left), right: Math.max(last.right, right), bottom: Math.max(last.bottom, bottom) });
      else lines.push({ left, right, top, bottom });
    }
    return lines;
  }

  #put(part, frame, marks) {
    const bars = document.createDocumentFragment();
    for (const [mark, rects] of marks) {
      rects.forEach((rect, index) => bars.append(this.#bar(mark, rect, frame, index === 0 && mark.start >= part.start)));
    }
    const { caret } = this.sheet;
    const holdsCaret = caret.parentNode === part.bars;
    part.bars.replaceChildren(bars);
    if (holdsCaret) part.bars.append(caret);
  }

  #bar(mark, rect, frame, isFirst) {
    const bar = document.createElement("span");
    const isChosen = mark.id === this.#shown.chosen && !mark.isBegun;
    bar.className = `mark ${mark.swatch ?? ""}${isChosen ? " mark-chosen" : ""}${mark.isSuggested ? " mark-suggested" : ""}${mark.isBegun ? " mark-begun" : ""}`;
    if (mark.id) bar.dataset.mark = mark.id;
    if (isFirst) bar.dataset.name = mark.name ?? "";
    const place = { left: rect.left - frame.left, top: rect.top - frame.top, width: rect.right - rect.left, height: rect.bottom - rect.top };
    Object.entries(place).forEach(([side, pixels]) => { bar.style[side] = `${pixels}px`; });
    bar.style.setProperty("--lane", mark.isBegun ? 0 : this.#lane(mark));
    return bar;
  }

  // Bars take no part in pointing, so that a selection may begin on one; where they lie is known.
  at({ clientX, clientY, target }) {
    const part = target.closest?.("[data-part]");
    if (!part) return null;
    const pitch = parseFloat(getComputedStyle(document.documentElement).fontSize) * TextBars.PITCH;
    const isHit = (bar) => {
      const { left, right, bottom } = bar.getBoundingClientRect();
      const top = bottom + pitch * Number(bar.style.getPropertyValue("--lane"));
      return left <= clientX && clientX <= right && top <= clientY && clientY < top + pitch;
    };
    return [...part.querySelectorAll("[data-mark]")].findLast(isHit)?.dataset.mark ?? null;
  }
}
