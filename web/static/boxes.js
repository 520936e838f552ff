// Boxes on a picture, drawn by mouse, finger or keyboard: a form field like any other, whose value is a list of regions.
(() => {
  "use strict";
  const { WHOLE, CORNERS, onPicture, between, moved, resized, cornerOf, opposite, smallestAt, toRegion, fromRegion } = BoxGeometry;
  const SVG = "http://www.w3.org/2000/svg";
  const LEAST_PIXELS = 4; // smaller is a slip of the finger
  const TAP_PIXELS = 7; // a finger that moved less has tapped
  const REACH_PIXELS = 22; // half of the 44 that a thumb needs
  const ZOOMS = [1, 1.5, 2, 3, 4];
  const PALETTE = 8;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const draw = (name, attributes, parent) => {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    parent.append(node);
    return node;
  };
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  class BoxAnnotator extends HTMLElement {
    static formAssociated = true;
    #internals = this.attachInternals();
    #boxes = []; #undo = []; #redo = []; #chosen = null; #drag = null; #corner = null; #zoom = 0; #isMoving = false;
    #nodes = new Map(); #items = new Map(); #ready = false;

    get name() { return this.getAttribute("name"); }
    get form() { return this.#internals.form; }
    get value() { return JSON.stringify(this.#boxes.map((box) => toRegion(box, this.#width, this.#height))); }
    set value(text) { this.#load(text); this.#undo = []; this.#redo = []; this.#chosen = null; this.#render(); }
    formStateRestoreCallback(state) { this.value = state; }

    get #width() { return Number(this.dataset.width); }
    get #height() { return Number(this.dataset.height); }
    get #scale() { return (this.svg.getBoundingClientRect().width || this.#width) / this.#width; } // screen pixels to one of the picture
    get #labels() { return [...this.querySelectorAll("input[name=label]")]; }
    get #label() { return (this.#labels.find((one) => one.checked) ?? this.#labels[0]).value; }
    get #box() { return this.#boxes.find((box) => box.id === this.#chosen); }

    connectedCallback() {
      if (this.#ready) return;
      this.#ready = true;
      this.sheet = this.querySelector(".canvas-sheet");
      this.frame = this.querySelector(".canvas-frame");
      this.svg = this.querySelector(".canvas-lines");
      this.layer = this.querySelector("[data-layer]");
      this.over = this.querySelector("[data-over]");
      this.list = this.querySelector("[data-regions]");
      this.frame.style.setProperty("--shape", this.#width / this.#height);
      // On the frame, which has no id: htmx copies the attributes of what has one, and inline styles are forbidden here.
      this.#listen();
      this.#load(this.dataset.value);
      this.#render();
      new ResizeObserver(() => this.#render()).observe(this.svg);
    }

    #listen() {
      this.sheet.addEventListener("pointerdown", (event) => this.#down(event));
      this.sheet.addEventListener("pointermove", (event) => this.#move(event));
      this.sheet.addEventListener("pointerup", (event) => this.#up(event));
      this.sheet.addEventListener("pointercancel", () => this.#cancel());
      this.sheet.addEventListener("keydown", (event) => { if (this.#key(event)) { event.preventDefault(); event.stopPropagation(); } });
      this.addEventListener("keydown", (event) => { if (this.#travelKey(event)) event.preventDefault(); });
      this.sheet.addEventListener("focusin", (event) => { const part = event.target.closest("[data-box]"); if (part) this.#choose(part.dataset.box); });
      this.addEventListener("click", (event) => this.#click(event));
      this.addEventListener("change", (event) => this.#changed(event));
    }

    // What is drawn, and what is said of it.

    #load(text) {
      try { this.#boxes = JSON.parse(text).map(fromRegion); } catch { this.#boxes = []; }
    }

    #say(name, values = {}) {
      this.querySelector("[data-said]").textContent = filled(this.dataset[`say${name}`], { count: this.#boxes.length, ...values });
    }

    #facts(box) {
      const pixels = (parts, size) => Math.round((parts * size) / WHOLE);
      return {
        number: this.#boxes.indexOf(box) + 1, label: box.label,
        x: pixels(box.left, this.#width), y: pixels(box.top, this.#height),
        width: pixels(box.right - box.left, this.#width), height: pixels(box.bottom - box.top, this.#height),
      };
    }

    #frameOf(box) {
      const across = (parts) => (parts * this.#width) / WHOLE;
      const down = (parts) => (parts * this.#height) / WHOLE;
      return { x: across(box.left), y: down(box.top), width: across(box.right - box.left), height: down(box.bottom - box.top) };
    }

    #colour(label) { return `label-${(Math.max(0, this.#labels.findIndex((one) => one.value === label)) % PALETTE) + 1}`; }

    #render() {
      const kept = new Set(this.#boxes.map((box) => box.id));
      for (const [id, node] of this.#nodes) if (!kept.has(id)) { node.remove(); this.#nodes.delete(id); }
      for (const [id, item] of this.#items) if (!kept.has(id)) { item.remove(); this.#items.delete(id); }
      this.#boxes.forEach((box) => { this.#place(box); this.#listed(box); });
      this.querySelector("[data-count]").textContent = this.#boxes.length || "";
      this.#renderOver();
      this.#internals.setFormValue(this.#boxes.length ? this.value : "", this.value);
    }

    #place(box) {
      const node = this.#nodes.get(box.id) ?? this.#newNode(box);
      const [frame, facts, unit, isChosen] = [this.#frameOf(box), this.#facts(box), 1 / this.#scale, box.id === this.#chosen];
      node.setAttribute("class", `${this.#colour(box.label)}${isChosen ? " box-chosen" : ""}`);
      node.setAttribute("aria-label", filled(this.dataset.textBox, facts));
      const [under, line, badge, name] = node.children;
      [under, line].forEach((part) => Object.entries(frame).forEach(([key, value]) => part.setAttribute(key, value)));
      const hasRoom = isChosen || frame.width * this.#scale >= 80;
      name.textContent = hasRoom ? `${facts.number} ${box.label.slice(0, 18)}` : facts.number;
      const [width, height] = [(name.textContent.length * 9 + 12) * unit, 26 * unit];
      const left = Math.max(0, Math.min(frame.x, this.#width - width));
      const top = frame.y >= height ? frame.y - height : Math.min(frame.y, this.#height - height);
      Object.entries({ x: left, y: top, width, height }).forEach(([key, value]) => badge.setAttribute(key, value));
      Object.entries({ x: left + 6 * unit, y: top + 18.5 * unit, "font-size": 16 * unit }).forEach(([key, value]) => name.setAttribute(key, value));
      name.setAttribute("textLength", (name.textContent.length * 9) * unit);
      name.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }

    #newNode(box) {
      const node = draw("g", { "data-box": box.id, tabindex: 0, role: "img" }, this.layer);
      draw("rect", { class: "box-under" }, node);
      draw("rect", { class: "box-line" }, node);
      draw("rect", { class: "box-badge", "data-badge": "" }, node);
      draw("text", { class: "box-name" }, node);
      this.#nodes.set(box.id, node);
      return node;
    }

    #listed(box) {
      const item = this.#items.get(box.id) ?? this.#newItem(box);
      const [facts, isChosen] = [this.#facts(box), box.id === this.#chosen];
      isChosen ? item.setAttribute("aria-current", "true") : item.removeAttribute("aria-current");
      const choose = item.querySelector("[data-choose]");
      choose.textContent = facts.number;
      choose.setAttribute("aria-pressed", isChosen);
      item.querySelectorAll("[data-name]").forEach((part) => part.setAttribute("aria-label", filled(part.dataset.name, facts)));
      item.querySelector("[data-label]").value = box.label;
      item.querySelector("[data-place]").textContent = filled(this.dataset.textPlace, facts);
    }

    #newItem(box) {
      const item = this.querySelector("template").content.firstElementChild.cloneNode(true);
      item.dataset.item = box.id;
      this.list.append(item);
      this.#items.set(box.id, item);
      return item;
    }

    #renderOver() {
      this.over.replaceChildren();
      const [unit, box, begun] = [1 / this.#scale, this.#box, this.#drag?.kind === "new" ? between(this.#drag.from, this.#drag.to) : null];
      if (begun) draw("rect", { class: "box-begun", ...this.#frameOf(begun) }, this.over);
      if (this.#corner) this.#dot(this.#corner, unit);
      if (box && !begun) CORNERS.forEach((corner) => this.#dot(cornerOf(box, corner), unit));
    }

    #dot(place, unit) {
      draw("circle", { class: "box-handle", cx: (place.x * this.#width) / WHOLE, cy: (place.y * this.#height) / WHOLE, r: 7 * unit }, this.over);
    }

    // Every change goes through here, so that each can be undone and each is kept as a draft.

    #change(boxes, { chosen = this.#chosen } = {}) {
      this.#undo.push(this.#boxes);
      this.#redo = [];
      this.#set(boxes, chosen);
    }

    #set(boxes, chosen) {
      this.#boxes = boxes;
      this.#chosen = boxes.some((box) => box.id === chosen) ? chosen : null;
      this.#render();
      this.dispatchEvent(new Event("change", { bubbles: true }));
    }

    #changeOne(changed) { this.#change(this.#boxes.map((box) => (box.id === changed.id ? changed : box))); }

    #travel(from, to, said, none) {
      this.#cancel();
      if (!from.length) return this.#say(none);
      to.push(this.#boxes);
      const hadFocus = this.layer.contains(document.activeElement);
      this.#set(from.pop(), this.#chosen);
      if (hadFocus && !this.layer.contains(document.activeElement)) this.sheet.focus({ preventScroll: true });
      this.#say(said);
    }

    #add(frame) {
      const least = LEAST_PIXELS / this.#scale;
      const size = this.#frameOf(frame);
      if (size.width < least || size.height < least) { this.#renderOver(); return this.#say("Small"); }
      const box = { id: this.#newId(), label: this.#label, ...frame };
      const nothing = this.querySelector("input[name=nothing]");
      nothing.checked = false;
      this.#change([...this.#boxes, box], { chosen: box.id });
      this.#nodes.get(box.id).focus({ preventScroll: true });
      this.#say("Added", this.#facts(box));
    }

    #newId() {
      const taken = new Set([...this.#undo, ...this.#redo, this.#boxes].flat().map((box) => box.id));
      let number = 1;
      while (taken.has(`b${number}`)) number += 1;
      return `b${number}`;
    }

    #addInTheMiddle() {
      const [frame, sheet] = [this.frame.getBoundingClientRect(), this.svg.getBoundingClientRect()];
      const middle = { x: (frame.left + frame.width / 2 - sheet.left) / sheet.width, y: (frame.top + frame.height / 2 - sheet.top) / sheet.height };
      const half = 0.1 / ZOOMS[this.#zoom];
      const place = (x, y) => ({ x: onPicture(x * WHOLE), y: onPicture(y * WHOLE) });
      this.#add(between(place(middle.x - half, middle.y - half), place(middle.x + half, middle.y + half)));
    }

    #remove(box) {
      const [number, index] = [this.#facts(box).number, this.#boxes.indexOf(box)];
      const inList = this.list.contains(document.activeElement);
      this.#change(this.#boxes.filter((one) => one !== box), { chosen: null });
      const next = this.#boxes[Math.min(index, this.#boxes.length - 1)];
      (inList && next ? this.#items.get(next.id).querySelector("[data-remove]") : this.sheet).focus({ preventScroll: true });
      this.#say("Removed", { number });
    }

    #relabel(box, label) {
      this.#check(label);
      if (box.label !== label) this.#changeOne({ ...box, label });
      this.#say("Labelled", this.#facts(this.#boxes.find((one) => one.id === box.id)));
    }

    #check(label) { this.#labels.forEach((one) => { one.checked = one.value === label; }); }

    #choose(id) {
      if (this.#chosen === id) return;
      this.#chosen = id;
      if (this.#box) this.#check(this.#box.label);
      this.#render();
    }

    // Mouse, pen and finger.

    #at(event) {
      const frame = this.svg.getBoundingClientRect();
      return { x: onPicture(((event.clientX - frame.left) / frame.width) * WHOLE), y: onPicture(((event.clientY - frame.top) / frame.height) * WHOLE) };
    }

    #pixels(one, other) {
      const frame = this.svg.getBoundingClientRect();
      return Math.hypot(((one.x - other.x) / WHOLE) * frame.width, ((one.y - other.y) / WHOLE) * frame.height);
    }

    // A corner reaches 22 pixels outwards; inwards only a third of the box, so that its middle stays free.
    #cornerAt(place) {
      const box = this.#box;
      if (!box) return null;
      const size = this.#frameOf(box);
      const isInside = box.left < place.x && place.x < box.right && box.top < place.y && place.y < box.bottom;
      const inwards = (Math.min(size.width, size.height) * this.#scale) / 3;
      const reach = isInside ? Math.min(REACH_PIXELS, inwards) : REACH_PIXELS;
      const near = CORNERS.map((corner) => [this.#pixels(cornerOf(box, corner), place), corner]).sort((one, other) => one[0] - other[0])[0];
      return near[0] <= reach ? near[1] : null;
    }

    #down(event) {
      if (event.button > 0) return;
      if (!event.isPrimary) return this.#cancel();
      event.preventDefault();
      this.sheet.setPointerCapture(event.pointerId);
      const [place, badge] = [this.#at(event), event.target.closest("[data-badge]")?.closest("[data-box]")];
      const corner = this.#corner || badge ? null : this.#cornerAt(place);
      const hit = badge ? this.#boxes.find((box) => box.id === badge.dataset.box) : this.#isMoving ? smallestAt(this.#boxes, place) : null;
      const seen = { x: event.clientX, y: event.clientY, left: this.frame.scrollLeft, top: this.frame.scrollTop };
      if (this.#corner) this.#drag = { kind: "new", from: this.#corner, to: place, isSecond: true };
      else if (corner) this.#drag = { kind: "corner", from: opposite(this.#box, corner), before: this.#box };
      else if (hit) { this.#drag = { kind: "move", from: place, before: hit }; this.#choose(hit.id); this.#nodes.get(hit.id).focus({ preventScroll: true }); }
      else if (this.#isMoving) this.#drag = { kind: "pan" };
      else this.#drag = { kind: "new", from: place, to: place };
      Object.assign(this.#drag, { seen, begun: place });
      if (!hit) this.sheet.focus({ preventScroll: true });
    }

    #move(event) {
      const drag = this.#drag;
      if (!drag) return;
      const place = this.#at(event);
      if (drag.kind === "pan") this.frame.scrollTo(drag.seen.left + drag.seen.x - event.clientX, drag.seen.top + drag.seen.y - event.clientY);
      if (drag.kind === "new") { drag.to = place; this.#renderOver(); }
      if (drag.kind === "corner") this.#show({ ...drag.before, ...between(drag.from, place) });
      if (drag.kind === "move") this.#show(moved(drag.before, place.x - drag.from.x, place.y - drag.from.y));
    }

    // While a box is being dragged it is only shown; it changes when it is let go.
    #show(box) {
      this.#drag.after = box;
      this.#boxes = this.#boxes.map((one) => (one.id === box.id ? box : one));
      this.#place(box);
      this.#listed(box);
      this.#renderOver();
    }

    #up(event) {
      const drag = this.#drag;
      if (!drag) return;
      const place = this.#at(event);
      this.#drag = null;
      if (drag.kind === "new") return this.#drawn(drag, place);
      if (!drag.after) return;
      this.#boxes = this.#boxes.map((one) => (one.id === drag.before.id ? drag.before : one));
      const size = this.#frameOf(drag.after);
      const isGone = Math.min(size.width, size.height) * this.#scale < LEAST_PIXELS;
      if (isGone) { this.#render(); return this.#say("Small"); }
      this.#changeOne(drag.after);
      this.#say("Place", this.#facts(drag.after));
    }

    #drawn(drag, place) {
      const isTap = this.#pixels(drag.begun, place) < TAP_PIXELS;
      if (isTap && !drag.isSecond) {
        this.#corner = place;
        this.#choose(null);
        this.#renderOver();
        return this.#say("Corner");
      }
      this.#corner = null;
      this.#add(between(drag.from, place));
    }

    #cancel() {
      const drag = this.#drag;
      const wasDrawing = Boolean(drag || this.#corner);
      if (drag?.before) this.#boxes = this.#boxes.map((one) => (one.id === drag.before.id ? drag.before : one));
      this.#drag = this.#corner = null;
      this.#render();
      return wasDrawing;
    }

    // Keys, buttons and the list.

    #travelKey(event) {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
      const key = event.key.toLowerCase();
      if (key === "y" || (key === "z" && event.shiftKey)) this.#travel(this.#redo, this.#undo, "Redone", "NoneToRedo");
      else if (key === "z") this.#travel(this.#undo, this.#redo, "Undone", "NoneToUndo");
      else return false;
      return true;
    }

    #key(event) {
      if (event.ctrlKey || event.metaKey || event.isComposing) return false;
      if (ARROWS[event.key]) return this.#arrow(event);
      if (event.altKey) return false;
      const key = event.key.toLowerCase();
      const label = this.#labels.find((one) => one.dataset.key === key);
      const acts = { n: "add", insert: "add", v: "move", "+": "closer", "=": "closer", "-": "farther", 0: "whole" };
      if (label) this.#labelled(label.value);
      else if (acts[key]) this.#do(acts[key]);
      else if ((key === "delete" || key === "backspace") && this.#box) this.#remove(this.#box);
      else if (key === "escape") this.#escape();
      else return false;
      return true;
    }

    #arrow(event) {
      const box = this.#box;
      if (!box) return false;
      const pixels = event.altKey ? 1 : Math.max(1, Math.round(this.#width / 100));
      const [across, down] = ARROWS[event.key];
      const [x, y] = [(across * pixels * WHOLE) / this.#width, (down * pixels * WHOLE) / this.#height];
      const least = Math.ceil(WHOLE / Math.min(this.#width, this.#height));
      const changed = event.shiftKey ? resized(box, x, y, least) : moved(box, x, y);
      if (changed.right !== box.right || changed.left !== box.left || changed.top !== box.top || changed.bottom !== box.bottom) this.#changeOne(changed);
      this.#say("Place", this.#facts(this.#box));
      return true;
    }

    #escape() {
      if (this.#cancel()) return this.#say("Cancelled");
      this.#choose(null);
      this.sheet.focus({ preventScroll: true });
    }

    #labelled(label) {
      if (this.#box) return this.#relabel(this.#box, label);
      this.#check(label);
      this.#say("Next", { label });
    }

    #do(act) {
      if (act === "add") this.#addInTheMiddle();
      if (act === "undo") this.#travel(this.#undo, this.#redo, "Undone", "NoneToUndo");
      if (act === "redo") this.#travel(this.#redo, this.#undo, "Redone", "NoneToRedo");
      if (act === "move") this.#switch();
      if (act === "closer") this.#zoomTo(Math.min(this.#zoom + 1, ZOOMS.length - 1));
      if (act === "farther") this.#zoomTo(Math.max(this.#zoom - 1, 0));
      if (act === "whole") this.#zoomTo(0);
    }

    #switch() {
      this.#cancel();
      this.#isMoving = !this.#isMoving;
      this.sheet.toggleAttribute("data-moving", this.#isMoving);
      this.querySelector("[data-do=move]").setAttribute("aria-pressed", this.#isMoving);
      this.#say(this.#isMoving ? "Moving" : "Drawing");
    }

    #zoomTo(step) {
      const [frame, before] = [this.frame, ZOOMS[this.#zoom]];
      const middle = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2];
      this.#zoom = step;
      this.frame.style.setProperty("--zoom", ZOOMS[step]);
      const grown = ZOOMS[step] / before;
      frame.scrollTo(middle[0] * grown - frame.clientWidth / 2, middle[1] * grown - frame.clientHeight / 2);
      if (step > 0) this.#fetchFull();
      this.#say("Zoom", { percent: ZOOMS[step] * 100 });
    }

    // The full size comes only when somebody looks closer, and replaces the small one once it is there.
    #fetchFull() {
      const address = this.dataset.full;
      if (!address) return;
      delete this.dataset.full;
      const full = new Image();
      full.addEventListener("load", () => { this.sheet.querySelector("img").src = address; });
      full.src = address;
    }

    #click(event) {
      const act = event.target.closest("[data-do]");
      if (act) return this.#do(act.dataset.do);
      const item = event.target.closest("[data-item]");
      const box = item && this.#boxes.find((one) => one.id === item.dataset.item);
      if (!box) return;
      if (event.target.closest("[data-remove]")) this.#remove(box);
      else if (event.target.closest("[data-choose]")) { this.#choose(box.id); this.#say("Place", this.#facts(box)); }
    }

    #changed(event) {
      const item = event.target.closest("[data-item]");
      const box = item && this.#boxes.find((one) => one.id === item.dataset.item);
      if (box) { this.#choose(box.id); this.#relabel(box, event.target.value); }
      else if (event.target.name === "label") this.#labelled(event.target.value);
    }
  }

  customElements.define("box-annotator", BoxAnnotator);
})();
