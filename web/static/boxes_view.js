// Shows boxes twice: as lines with a badge over the picture, and as a list with a label to change and a button to remove.
class BoxView {
  static SVG = "http://www.w3.org/2000/svg";
  static PALETTE = 8;
  static LETTER = 9; // pixels for one letter of a badge
  #nodes = new Map();
  #items = new Map();

  constructor(host) {
    this.host = host;
    this.svg = host.querySelector(".canvas-lines");
    this.layer = host.querySelector("[data-layer]");
    this.over = host.querySelector("[data-over]");
    this.list = host.querySelector("[data-regions]");
    this.labels = [...host.querySelectorAll("input[name=label]")];
    this.width = Number(host.dataset.width);
    this.height = Number(host.dataset.height);
  }

  static filled(text, values) { return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all); }

  static set(node, attributes) { Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value)); }

  static draw(name, attributes, parent) {
    const node = document.createElementNS(BoxView.SVG, name);
    BoxView.set(node, attributes);
    parent.append(node);
    return node;
  }

  get scale() { return (this.svg.getBoundingClientRect().width || this.width) / this.width; } // screen pixels to one of the picture
  get hasFocus() { return this.layer.contains(document.activeElement); }
  get listHasFocus() { return this.list.contains(document.activeElement); }

  focusOn(id) { this.#nodes.get(id)?.focus({ preventScroll: true }); }
  focusOnRemove(id) { this.#items.get(id)?.querySelector("[data-remove]").focus(); }

  frameOf(box) {
    const across = (parts) => (parts * this.width) / BoxGeometry.WHOLE;
    const down = (parts) => (parts * this.height) / BoxGeometry.WHOLE;
    return { x: across(box.left), y: down(box.top), width: across(box.right - box.left), height: down(box.bottom - box.top) };
  }

  // What is said of a box: its number, its label, and its sides in whole pixels.
  factsOf(box, number) {
    const sides = Object.entries(this.frameOf(box)).map(([side, pixels]) => [side, Math.round(pixels)]);
    return { number, label: box.label, ...Object.fromEntries(sides) };
  }

  render(boxes, chosen) {
    const kept = new Set(boxes.map((box) => box.id));
    for (const shown of [this.#nodes, this.#items]) {
      for (const [id, part] of shown) if (!kept.has(id)) { part.remove(); shown.delete(id); }
    }
    boxes.forEach((box, index) => this.place(box, index + 1, box.id === chosen));
    this.host.querySelector("[data-count]").textContent = boxes.length || "";
  }

  place(box, number, isChosen) {
    const facts = this.factsOf(box, number);
    this.#draw(box, facts, isChosen);
    this.#enter(box, facts, isChosen);
  }

  #draw(box, facts, isChosen) {
    const node = this.#nodes.get(box.id) ?? this.#newNode(box);
    const frame = this.frameOf(box);
    const place = this.labels.findIndex((one) => one.value === box.label);
    node.setAttribute("class", `label-${(Math.max(0, place) % BoxView.PALETTE) + 1}${isChosen ? " box-chosen" : ""}`);
    node.setAttribute("aria-label", BoxView.filled(this.host.dataset.textBox, facts));
    const [under, line, badge, name] = node.children;
    BoxView.set(under, frame);
    BoxView.set(line, frame);
    const hasRoom = isChosen || frame.width * this.scale >= 80;
    name.textContent = hasRoom ? `${facts.number} ${box.label.slice(0, 18)}` : facts.number;
    this.#putBadge(badge, name, frame);
  }

  // Above the box where there is room, else inside it; never outside of the picture.
  #putBadge(badge, name, frame) {
    const unit = 1 / this.scale;
    const letters = name.textContent.length * BoxView.LETTER;
    const [width, height] = [(letters + 12) * unit, 26 * unit];
    const x = Math.max(0, Math.min(frame.x, this.width - width));
    const y = frame.y >= height ? frame.y - height : Math.min(frame.y, this.height - height);
    BoxView.set(badge, { x, y, width, height });
    BoxView.set(name, { x: x + 6 * unit, y: y + 18.5 * unit, "font-size": 16 * unit, textLength: letters * unit, lengthAdjust: "spacingAndGlyphs" });
  }

  #newNode(box) {
    const node = BoxView.draw("g", { "data-box": box.id, tabindex: 0, role: "img" }, this.layer);
    BoxView.draw("rect", { class: "box-under" }, node);
    BoxView.draw("rect", { class: "box-line" }, node);
    BoxView.draw("rect", { class: "box-badge", "data-badge": "" }, node);
    BoxView.draw("text", { class: "box-name" }, node);
    this.#nodes.set(box.id, node);
    return node;
  }

  #enter(box, facts, isChosen) {
    const item = this.#items.get(box.id) ?? this.#newItem(box);
    if (isChosen) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
    const choose = item.querySelector("[data-choose]");
    choose.textContent = facts.number;
    choose.setAttribute("aria-pressed", isChosen);
    item.querySelectorAll("[data-name]").forEach((part) => part.setAttribute("aria-label", BoxView.filled(part.dataset.name, facts)));
    item.querySelector("[data-label]").value = box.label;
    item.querySelector("[data-place]").textContent = BoxView.filled(this.host.dataset.textPlace, facts);
  }

  #newItem(box) {
    const item = this.host.querySelector("template").content.firstElementChild.cloneNode(true);
    item.dataset.item = box.id;
    this.list.append(item);
    this.#items.set(box.id, item);
    return item;
  }

  // What lies over the boxes: the one being drawn, its first corner, and the corners of the chosen one.
  renderOver({ chosen, begun, corner }) {
    this.over.replaceChildren();
    if (begun) BoxView.draw("rect", { class: "box-begun", ...this.frameOf(begun) }, this.over);
    if (corner) this.#dot(corner);
    if (chosen && !begun) BoxGeometry.CORNERS.forEach((name) => this.#dot(BoxGeometry.cornerOf(chosen, name)));
  }

  #dot(place) {
    const [cx, cy] = [(place.x * this.width) / BoxGeometry.WHOLE, (place.y * this.height) / BoxGeometry.WHOLE];
    BoxView.draw("circle", { class: "box-handle", cx, cy, r: 7 / this.scale }, this.over);
  }
}
