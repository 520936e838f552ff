// Shows shapes as lines with a badge over the picture, and over them what is being drawn and what can be taken hold of.
class ShapeLines {
  static SVG = "http://www.w3.org/2000/svg";
  static LETTER = 9; // pixels for one letter of a badge
  static LONGEST = 18; // letters of a label that a badge has room for
  #nodes = new Map();
  #unit = 1;
  #dragged = null;
  #ghost = null;
  #parts = { polyline: [], circle: [] };
  #used = { polyline: 0, circle: 0 };

  constructor(host) {
    this.host = host;
    this.plane = host.plane;
    this.svg = host.querySelector(".canvas-lines");
    this.layer = host.querySelector("[data-layer]");
    this.over = host.querySelector("[data-over]");
    this.measure();
  }

  static set(node, attributes) { for (const key in attributes) node.setAttribute(key, attributes[key]); }

  static draw(name, attributes, parent) {
    const node = document.createElementNS(ShapeLines.SVG, name);
    ShapeLines.set(node, attributes);
    parent.append(node);
    return node;
  }

  // One pixel of the screen in pixels of the picture: what keeps its size on the screen is drawn with it.
  get unit() { return this.#unit; }
  measure() { this.#unit = this.plane.width / (this.svg.getBoundingClientRect().width || this.plane.width); }

  get hasFocus() { return this.layer.contains(document.activeElement); }
  focusOn(id) { this.#nodes.get(id)?.focus({ preventScroll: true }); }
  pixels(place) { return ShapeGeometry.toPixels(place, this.plane); }

  render(regions, chosen) {
    this.drop();
    const kept = new Set(regions.map((region) => region.id));
    for (const [id, node] of this.#nodes) if (!kept.has(id)) { node.remove(); this.#nodes.delete(id); }
    regions.forEach((region, index) => this.place(region, index + 1, region.id === chosen));
  }

  // What is dragged is drawn in the sheet above, so that the browser need not paint the others again.
  drag(region, number) {
    const node = this.#nodes.get(region.id);
    if (this.#dragged !== node) { this.drop(); this.#dragged = node; node.classList.add("shape-dragged"); }
    this.#ghost ??= {};
    const name = region.kind === "keypoints" ? "circle" : "polygon";
    this.#ghost[name] ??= this.#filled(ShapeLines.draw("g", {}, this.over.previousElementSibling), name);
    const ghost = this.#ghost[name];
    const classes = `label-${this.host.swatchOf(region)} shape-chosen`;
    if (ghost.getAttribute("class") !== classes) ghost.setAttribute("class", classes);
    this.#draw(ghost, region, number, true);
  }

  drop() {
    Object.values(this.#ghost ?? {}).forEach((ghost) => ghost.setAttribute("class", "shape-hidden"));
    this.#dragged?.classList.remove("shape-dragged");
    this.#dragged = null;
  }

  // Drawn again only if something about it has changed, so that a thousand of them cost nothing while one is dragged.
  place(region, number, isChosen) {
    const node = this.#nodes.get(region.id) ?? this.#newNode(region);
    const [isHidden, isLocked] = [this.host.store.isHidden(region), this.host.store.locked.has(region.id)];
    const state = [region, number, isChosen, isHidden, isLocked, this.#unit];
    if (node.state?.every((part, index) => part === state[index])) return;
    node.state = state;
    const marks = { chosen: isChosen, hidden: isHidden, locked: isLocked, suggested: region.isSuggested };
    const classes = Object.keys(marks).filter((mark) => marks[mark]).map((mark) => ` shape-${mark}`).join("");
    node.setAttribute("class", `label-${this.host.swatchOf(region)}${classes}`);
    node.setAttribute("aria-label", this.host.told(region, number));
    this.#draw(node, region, number, isChosen);
  }

  #draw(node, region, number, isChosen) {
    const outline = ShapeGeometry.outlineOf(region, this.plane);
    const [under, line, badge, name] = node.children;
    const shape = region.kind === "keypoints"
      ? { cx: outline[0].x, cy: outline[0].y, r: Math.max(6 * this.#unit, (region.size / ShapeGeometry.WHOLE / 2) * this.plane.width) }
      : { points: ShapeLines.#joined(outline) };
    ShapeLines.set(under, shape);
    ShapeLines.set(line, shape);
    const sides = ShapeGeometry.sidesOf(region, this.plane);
    const hasRoom = isChosen || (region.kind !== "keypoints" && sides.width >= 80 * this.#unit);
    const text = hasRoom ? `${number} ${region.label.slice(0, ShapeLines.LONGEST)}` : `${number}`;
    if (name.textContent !== text) name.textContent = text;
    this.#putBadge(badge, name, sides, text.length);
  }

  static #joined(places) { return places.map((place) => `${place.x},${place.y}`).join(" "); }

  // Above the shape where there is room, else inside it; never outside of the picture.
  #putBadge(badge, name, sides, count) {
    const letters = count * ShapeLines.LETTER;
    const [width, height] = [(letters + 12) * this.#unit, 26 * this.#unit];
    const x = Math.max(0, Math.min(sides.x, this.plane.width - width));
    const above = sides.width ? sides.y : sides.y - 10 * this.#unit;
    const y = above >= height ? above - height : Math.min(sides.y, this.plane.height - height);
    ShapeLines.set(badge, { x, y, width, height });
    ShapeLines.set(name, { x: x + 6 * this.#unit, y: y + 18.5 * this.#unit, "font-size": 16 * this.#unit, textLength: letters * this.#unit, lengthAdjust: "spacingAndGlyphs" });
  }

  #newNode(region) {
    const node = ShapeLines.draw("g", { "data-region": region.id, tabindex: 0, role: "img" }, this.layer);
    this.#nodes.set(region.id, this.#filled(node, region.kind === "keypoints" ? "circle" : "polygon"));
    return node;
  }

  #filled(node, name) {
    ShapeLines.draw(name, { class: "shape-under" }, node);
    ShapeLines.draw(name, { class: "shape-line", ...(name === "circle" ? { "data-badge": "" } : {}) }, node);
    ShapeLines.draw("rect", { class: "shape-badge", "data-badge": "" }, node);
    ShapeLines.draw("text", { class: "shape-name" }, node);
    return node;
  }

  // What lies over the shapes: the one being drawn, and the corners of the chosen one. Its parts are kept and only
  // placed anew: putting parts in and out makes the browser look at the style of the whole page again.
  renderOver({ chosen, vertex, draft, handles }) {
    this.#used = { polyline: 0, circle: 0 };
    if (draft?.box) this.#begun(ShapeGeometry.outlineOf(draft.box, this.plane), true);
    if (draft?.corner) this.#dot(this.pixels(draft.corner), "shape-handle", 7);
    if (draft?.points) this.#drawPoints(draft);
    if (chosen && !draft) {
      handles.forEach((one) => this.#dot(one, one.kind === "edge" ? "shape-handle shape-edge" : "shape-handle", one.kind === "edge" ? 4.5 : 7));
      if (vertex !== null && chosen.points?.[vertex]) this.#dot(this.pixels(chosen.points[vertex]), "shape-handle shape-vertex", 9);
    }
    for (const [name, parts] of Object.entries(this.#parts)) {
      for (let place = this.#used[name]; place < parts.length && parts[place].getAttribute("class") !== "shape-hidden"; place += 1) parts[place].setAttribute("class", "shape-hidden");
    }
  }

  #drawPoints({ points, to }) {
    const places = [...points, ...(to ? [to] : [])].map((place) => this.pixels(place));
    this.#begun(places, false);
    points.forEach((place, index) => this.#dot(this.pixels(place), index ? "shape-handle shape-edge" : "shape-handle", index ? 4.5 : 8));
  }

  #begun(places, isClosed) { ShapeLines.set(this.#part("polyline", "shape-begun"), { points: ShapeLines.#joined(isClosed ? [...places, places[0]] : places) }); }
  #dot({ x, y }, name, radius) { ShapeLines.set(this.#part("circle", name), { cx: x, cy: y, r: radius * this.#unit }); }

  #part(name, classes) {
    const parts = this.#parts[name];
    const place = this.#used[name]++;
    parts[place] ??= ShapeLines.draw(name, {}, this.over);
    if (parts[place].getAttribute("class") !== classes) parts[place].setAttribute("class", classes);
    return parts[place];
  }
}
