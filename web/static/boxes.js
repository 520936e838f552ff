// Boxes on a picture, drawn by mouse, finger or keyboard: a form field like any other, whose value is a list of regions.
(() => {
  "use strict";
  const { WHOLE, CORNERS, onPicture, between, moved, resized, cornerOf, opposite, smallestAt, toRegion, fromRegion } = BoxGeometry;
  const LEAST_PIXELS = 4; // smaller is a slip of the finger
  const TAP_PIXELS = 7; // a finger that moved less has tapped
  const REACH_PIXELS = 22; // half of the 44 that a thumb needs
  const ZOOMS = [1, 1.5, 2, 3, 4];
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  class BoxAnnotator extends HTMLElement {
    static formAssociated = true;
    #internals = this.attachInternals();
    #boxes = []; #undo = []; #redo = []; #chosen = null; #drag = null; #corner = null; #zoom = 0; #isMoving = false;
    #ready = false;

    get name() { return this.getAttribute("name"); }
    get form() { return this.#internals.form; }
    get value() { return JSON.stringify(this.#boxes.map((box) => toRegion(box, this.view.width, this.view.height))); }
    set value(text) { this.#load(text); this.#undo = []; this.#redo = []; this.#chosen = null; this.#render(); }
    formStateRestoreCallback(state) { this.value = state; }

    get #label() { return (this.view.labels.find((one) => one.checked) ?? this.view.labels[0]).value; }
    get #box() { return this.#boxes.find((box) => box.id === this.#chosen); }

    connectedCallback() {
      if (this.#ready) return;
      this.#ready = true;
      this.sheet = this.querySelector(".canvas-sheet");
      this.frame = this.querySelector(".canvas-frame");
      this.view = new BoxView(this);
      // On the frame, which has no id: htmx copies the attributes of what has one, and inline styles are forbidden here.
      this.frame.style.setProperty("--shape", this.view.width / this.view.height);
      this.#listen();
      this.#load(this.dataset.value);
      this.#render();
      new ResizeObserver(() => this.#render()).observe(this.view.svg);
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

    // What is there, and what is said of it.

    #load(text) {
      try { this.#boxes = JSON.parse(text).map(fromRegion); } catch { this.#boxes = []; }
    }

    #say(name, values = {}) {
      this.querySelector("[data-said]").textContent = BoxView.filled(this.dataset[`say${name}`], { count: this.#boxes.length, ...values });
    }

    #facts(box) { return this.view.factsOf(box, this.#boxes.indexOf(box) + 1); }

    #render() {
      this.view.render(this.#boxes, this.#chosen);
      this.#renderOver();
      this.#internals.setFormValue(this.#boxes.length ? this.value : "", this.value);
    }

    #renderOver() {
      const begun = this.#drag?.kind === "new" ? between(this.#drag.from, this.#drag.to) : null;
      this.view.renderOver({ chosen: this.#box, begun, corner: this.#corner });
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
      const hadFocus = this.view.hasFocus;
      this.#set(from.pop(), this.#chosen);
      if (hadFocus && !this.view.hasFocus) this.sheet.focus({ preventScroll: true });
      this.#say(said);
    }

    #add(frame) {
      const least = LEAST_PIXELS / this.view.scale;
      const size = this.view.frameOf(frame);
      if (size.width < least || size.height < least) { this.#renderOver(); return this.#say("Small"); }
      const box = { id: this.#newId(), label: this.#label, ...frame };
      const nothing = this.querySelector("input[name=nothing]");
      nothing.checked = false;
      this.#change([...this.#boxes, box], { chosen: box.id });
      this.view.focusOn(box.id);
      this.#say("Added", this.#facts(box));
    }

    #newId() {
      const taken = new Set([...this.#undo, ...this.#redo, this.#boxes].flat().map((box) => box.id));
      let number = 1;
      while (taken.has(`b${number}`)) number += 1;
      return `b${number}`;
    }

    #addInTheMiddle() {
      const [frame, sheet] = [this.frame.getBoundingClientRect(), this.view.svg.getBoundingClientRect()];
      const middle = { x: (frame.left + frame.width / 2 - sheet.left) / sheet.width, y: (frame.top + frame.height / 2 - sheet.top) / sheet.height };
      const half = 0.1 / ZOOMS[this.#zoom];
      const place = (x, y) => ({ x: onPicture(x * WHOLE), y: onPicture(y * WHOLE) });
      this.#add(between(place(middle.x - half, middle.y - half), place(middle.x + half, middle.y + half)));
    }

    #remove(box) {
      const [number, index] = [this.#facts(box).number, this.#boxes.indexOf(box)];
      const inList = this.view.listHasFocus;
      this.#change(this.#boxes.filter((one) => one !== box), { chosen: null });
      const next = this.#boxes[Math.min(index, this.#boxes.length - 1)];
      if (inList && next) this.view.focusOnRemove(next.id);
      else this.sheet.focus({ preventScroll: true });
      this.#say("Removed", { number });
    }

    #relabel(box, label) {
      this.#check(label);
      if (box.label !== label) this.#changeOne({ ...box, label });
      this.#say("Labelled", this.#facts(this.#boxes.find((one) => one.id === box.id)));
    }

    #check(label) { this.view.labels.forEach((one) => { one.checked = one.value === label; }); }

    #choose(id) {
      if (this.#chosen === id) return;
      this.#chosen = id;
      if (this.#box) this.#check(this.#box.label);
      this.#render();
    }

    // Mouse, pen and finger.

    #at(event) {
      const frame = this.view.svg.getBoundingClientRect();
      return { x: onPicture(((event.clientX - frame.left) / frame.width) * WHOLE), y: onPicture(((event.clientY - frame.top) / frame.height) * WHOLE) };
    }

    #pixels(one, other) {
      const frame = this.view.svg.getBoundingClientRect();
      return Math.hypot(((one.x - other.x) / WHOLE) * frame.width, ((one.y - other.y) / WHOLE) * frame.height);
    }

    // A corner reaches 22 pixels outwards; inwards only a third of the box, so that its middle stays free.
    #cornerAt(place) {
      const box = this.#box;
      if (!box) return null;
      const size = this.view.frameOf(box);
      const isInside = box.left < place.x && place.x < box.right && box.top < place.y && place.y < box.bottom;
      const inwards = (Math.min(size.width, size.height) * this.view.scale) / 3;
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
      else if (hit) { this.#drag = { kind: "move", from: place, before: hit }; this.#choose(hit.id); this.view.focusOn(hit.id); }
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
      this.view.place(box, this.#boxes.indexOf(box) + 1, true);
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
      const size = this.view.frameOf(drag.after);
      const isGone = Math.min(size.width, size.height) * this.view.scale < LEAST_PIXELS;
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
      const label = this.view.labels.find((one) => one.dataset.key === key);
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
      const pixels = event.altKey ? 1 : Math.max(1, Math.round(this.view.width / 100));
      const [across, down] = ARROWS[event.key];
      const [x, y] = [(across * pixels * WHOLE) / this.view.width, (down * pixels * WHOLE) / this.view.height];
      const least = Math.ceil(WHOLE / Math.min(this.view.width, this.view.height));
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
