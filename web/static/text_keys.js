// What each key does in a text that is being marked: arrows walk, Shift selects, Tab goes from mark to mark.
class TextKeys {
  static WALKS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "backward", ArrowDown: "forward" };
  static PAGE_LINES = 12;

  constructor(host) { this.host = host; }

  press(event) {
    if (event.isComposing) return false;
    if (TextKeys.WALKS[event.key]) return this.#arrow(event);
    if (["Home", "End", "PageUp", "PageDown"].includes(event.key)) return this.#far(event);
    if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "a" ? this.#selectAll() : false;
    if (event.altKey || (event.shiftKey && event.key === "S")) return false; // Shift S is the page's own: it skips the item
    return event.key === "Tab" ? this.#tab(event) : this.#act(event.key);
  }

  // Control and Command with Z and Y, wherever in the widget; a field that is being written in has its own.
  travel(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("textarea, input[type=text]")) return false;
    const key = event.key.toLowerCase();
    if (key === "y" || (key === "z" && event.shiftKey)) this.host.redo();
    else if (key === "z") this.host.undo();
    else return false;
    return true;
  }

  #arrow(event) {
    const isAcross = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (event.altKey) return isAcross ? this.#moveEnd(event) : false;
    const granularity = !isAcross ? "line" : event.ctrlKey || event.metaKey ? "word" : "character";
    this.host.walk(TextKeys.WALKS[event.key], granularity, event.shiftKey);
    return true;
  }

  // Alt moves the end of the chosen mark, Alt and Shift its start; what is left and right depends on the writing.
  #moveEnd(event) {
    const isForward = (event.key === "ArrowRight") !== this.host.isRightToLeft;
    this.host.moveEnd(event.shiftKey ? "start" : "end", isForward ? 1 : -1);
    return true;
  }

  #far(event) {
    const isBack = event.key === "Home" || event.key === "PageUp";
    const isLine = !event.key.startsWith("Page") && !(event.ctrlKey || event.metaKey);
    if (isLine) this.host.walk(isBack ? "backward" : "forward", "lineboundary", event.shiftKey);
    else if (event.key.startsWith("Page")) this.host.walk(isBack ? "backward" : "forward", "line", event.shiftKey, TextKeys.PAGE_LINES);
    else this.host.walkToEnd(isBack, event.shiftKey);
    return true;
  }

  #selectAll() {
    this.host.walkToEnd(true, false);
    this.host.walkToEnd(false, true);
    return true;
  }

  // Tab goes through the marks in the order of the text, and then on.
  #tab(event) {
    const { inOrder, chosen, sheet } = this.host;
    const [at, direction] = [sheet.caretAt, event.shiftKey ? -1 : 1];
    const here = inOrder.findIndex((one) => one.id === chosen);
    const after = inOrder.findIndex((one) => one.start >= at);
    const before = inOrder.findLastIndex((one) => one.start < at);
    const next = inOrder[here >= 0 ? here + direction : direction > 0 ? after : before];
    if (!next) return false;
    this.host.choose(next.id);
    sheet.moveTo(next.start);
    this.host.say("Chosen", this.host.facts(next));
    return true;
  }

  // A label's own key comes before the keys of the widget; Enter that finds nothing to do here sends the answer.
  #act(pressed) {
    const key = pressed.toLowerCase();
    const own = this.host.pickWithKey(key);
    if (own) { this.host.pick(own); return true; }
    if (key === "enter") return this.host.finish();
    if (key === " ") { this.host.finish(); return true; }
    if (key === "delete" || key === "backspace") return this.host.removeChosen();
    if (key === "escape") return this.host.escape();
    if (key === "r") return this.host.relate();
    return false;
  }
}
