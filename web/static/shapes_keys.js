// Every act on a picture by key: making, moving, resizing, turning, relabelling and removing shapes, corner by corner where they have some.
class ShapeKeys {
  static ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  static ACTS = { n: "add", v: "move", "+": "closer", "=": "closer", "-": "farther", 0: "whole", s: "snap", h: "hideAll", c: "copy", l: "lock" };
  static TURN = 5; // degrees

  constructor(host) {
    this.host = host;
    host.sheet.addEventListener("keydown", (event) => { if (this.#key(event)) { event.preventDefault(); event.stopPropagation(); } });
    host.addEventListener("keydown", (event) => { if (this.#travelKey(event)) event.preventDefault(); });
  }

  #travelKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("textarea, input[type=text]")) return false;
    const key = event.key.toLowerCase();
    if (key === "y" || (key === "z" && event.shiftKey)) this.host.do("redo");
    else if (key === "z") this.host.do("undo");
    else return false;
    return true;
  }

  // On many keyboards the brackets need AltGr, which some systems report as Ctrl and Alt together.
  #key(event) {
    const isThird = event.getModifierState("AltGraph");
    if (((event.ctrlKey || event.metaKey) && !isThird) || event.isComposing) return false;
    if (ShapeKeys.ARROWS[event.key]) return this.#arrow(event);
    if (event.key === "," || event.key === ".") return this.#turn(event);
    if (event.key === "[" || event.key === "]") return this.#walk(event.key === "]" ? 1 : -1);
    if (event.altKey && !isThird) return false;
    if (event.shiftKey && event.key === "S") return false; // the page's own: it skips the item
    return this.#letter(event.key.toLowerCase()) || this.#named(event.key);
  }

  // A label's own key goes before the tools' keys: every tool has a button too.
  #letter(key) {
    const label = this.host.labels.find((one) => one.dataset.key && one.dataset.key === key && !one.matches(":disabled"));
    if (label) this.host.takeLabel(label);
    else if (ShapeKeys.ACTS[key]) this.host.do(ShapeKeys.ACTS[key]);
    else return false;
    return true;
  }

  #named(key) {
    const { host } = this;
    if (key === "?") { host.toggleKeys(); return false; }
    if (key === "Enter") return this.#enter();
    if (key === "Insert") host.vertex === null ? host.do("add") : host.addVertex();
    else if (key === "Delete" || key === "Backspace") return this.#delete(key);
    else if (key === "Escape") host.escape();
    else if (key === "PageDown" || key === "PageUp") host.chooseNext(key === "PageDown" ? 1 : -1);
    else return false;
    return true;
  }

  #enter() {
    if (this.host.pointer.points) this.host.pointer.close();
    else if (this.host.region?.isSuggested) this.host.confirm(this.host.region);
    else return false;
    return true;
  }

  #delete(key) {
    const { host } = this;
    if (key === "Backspace" && host.pointer.takeBackPoint()) return true;
    if (!host.region) return false;
    if (host.vertex === null) host.remove(host.region);
    else host.removeVertex();
    return true;
  }

  #arrow(event) {
    const { host } = this;
    const [across, down] = ShapeKeys.ARROWS[event.key];
    if (!host.region) return host.camera.zoom > 1 && (host.camera.panBy(-across * 60, -down * 60), true);
    if (host.isHeld(host.region)) return true;
    const pixels = event.altKey ? 1 : Math.max(1, Math.round(host.plane.width / 100));
    const { x, y } = ShapeGeometry.toParts({ x: across * pixels, y: down * pixels }, host.plane);
    if (host.vertex !== null) return host.moveVertex(x, y);
    const least = Math.ceil(ShapeGeometry.WHOLE / Math.min(host.plane.width, host.plane.height));
    const after = event.shiftKey ? ShapeGeometry.resized(host.region, x, y, least, host.plane) : ShapeGeometry.moved(host.region, x, y, host.plane);
    if (JSON.stringify(after) !== JSON.stringify(host.region)) host.changeOne(after);
    host.sayPlace();
    return true;
  }

  #turn(event) {
    const { host } = this;
    if (host.region?.kind !== "rotated_boxes") return false;
    if (host.isHeld(host.region)) return true;
    const step = (event.key === "." ? 1 : -1) * (event.altKey ? 1 : ShapeKeys.TURN);
    const after = ShapeGeometry.turnedTo(host.region, host.region.turn + step, host.plane);
    if (after === host.region) host.say("NoRoom");
    else { host.changeOne(after); host.say("Turned", host.facts(after)); }
    return true;
  }

  #walk(step) {
    const { host } = this;
    const count = host.region?.points?.length;
    if (!count) return false;
    host.vertex = host.vertex === null ? (step > 0 ? 0 : count - 1) : (host.vertex + step + count) % count;
    host.renderOver();
    host.sayVertex();
    return true;
  }
}
