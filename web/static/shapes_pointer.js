// Mouse, pen and fingers: drawing by drag or by taps, taking hold of what is there, panning, and pinching with two fingers.
class ShapePointer {
  static LEAST = 4; // pixels; smaller is a slip of the finger
  static TAP = 7; // a finger that moved less has tapped
  static REACH = 22; // half of the 44 that a thumb needs
  static FINE = 10; // the same for a mouse
  static SNAP = 8;
  static TWICE_MS = 350;
  static POINT_SIZE = ShapeGeometry.PART / 2;
  #drag = null;
  #corner = null;
  #points = null;
  #hover = null;
  #fingers = new Map();
  #isPinching = false;
  #frame = 0;
  #tapped = null;

  constructor(host) {
    this.host = host;
    const { sheet } = host;
    sheet.addEventListener("pointerdown", (event) => this.#down(event));
    sheet.addEventListener("pointermove", (event) => this.#move(event));
    sheet.addEventListener("pointerup", (event) => this.#up(event));
    sheet.addEventListener("pointercancel", (event) => { this.#fingers.delete(event.pointerId); this.#isPinching = this.#fingers.size > 0; this.cancel(); });
    sheet.addEventListener("auxclick", (event) => event.preventDefault());
  }

  get isBusy() { return Boolean(this.#drag); }
  get points() { return this.#points; }
  get draft() {
    if (this.#points) return { points: this.#points, to: this.#hover };
    if (this.#drag?.kind === "new") return { box: ShapeGeometry.between(this.#drag.from, this.#drag.to) };
    return this.#corner ? { corner: this.#corner } : null;
  }

  // Stops what is being drawn; returns whether there was anything.
  cancel() {
    const wasBusy = Boolean(this.#drag || this.#corner || this.#points);
    [this.#drag, this.#corner, this.#points, this.#hover] = [null, null, null, null];
    if (wasBusy) this.host.render();
    return wasBusy;
  }

  takeBackPoint() {
    if (!this.#points) return false;
    this.#points = this.#points.slice(0, -1);
    if (!this.#points.length) this.cancel();
    this.host.renderOver();
    return true;
  }

  close() {
    const points = this.#points;
    if (!points || points.length < ShapeGeometry.FEWEST) return this.host.say("Fewest");
    [this.#points, this.#hover] = [null, null];
    this.host.add({ points });
  }

  #at(event) {
    const { rect } = this.#drag ?? {};
    const frame = rect ?? this.host.lines.svg.getBoundingClientRect();
    return ShapeGeometry.onPlane({
      x: ((event.clientX - frame.left) / frame.width) * ShapeGeometry.WHOLE, y: ((event.clientY - frame.top) / frame.height) * ShapeGeometry.WHOLE,
    });
  }

  #pixels(one, other) { return ShapeGeometry.distance(this.host.lines.pixels(one), this.host.lines.pixels(other)) / this.host.lines.unit; }

  // Near the picture's edge a place jumps onto it, and a polygon's corner onto another polygon's; Alt lets it be.
  #snapped(place, event, except = null) {
    if (!this.host.isSnapping || event.altKey) return place;
    const isPolygon = this.host.tool === "polygons" || except?.points;
    const corners = isPolygon ? this.host.store.seen.filter((one) => one.points && one.id !== except?.id).flatMap((one) => one.points) : [];
    const near = corners.find((corner) => this.#pixels(corner, place) <= ShapePointer.SNAP);
    return near ?? { x: this.#toEdge(place.x, "width"), y: this.#toEdge(place.y, "height") };
  }

  #toEdge(parts, side) {
    const reach = (ShapePointer.SNAP * this.host.lines.unit * ShapeGeometry.WHOLE) / this.host.plane[side];
    if (parts < reach) return 0;
    return parts > ShapeGeometry.WHOLE - reach ? ShapeGeometry.WHOLE : parts;
  }

  #down(event) {
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (event.button > 1) return;
    event.preventDefault();
    this.host.sheet.setPointerCapture(event.pointerId);
    if (this.#fingers.size > 1) { this.#isPinching = true; this.#drag = null; this.host.render(); return; }
    this.host.lines.measure();
    const place = this.#at(event);
    const begun = this.#begin(event, place);
    this.#drag = { begun: place, seen: { x: event.clientX, y: event.clientY }, rect: begun.kind === "pan" ? null : this.host.lines.svg.getBoundingClientRect(), ...begun };
    if (!["move", "none"].includes(begun.kind)) this.host.sheet.focus({ preventScroll: true });
  }

  #begin(event, place) {
    const { host } = this;
    if (event.button === 1) return { kind: "pan" };
    if (this.#points) return { kind: "point" };
    const from = this.#snapped(place, event);
    if (this.#corner) return { kind: "new", from: this.#corner, to: from, isSecond: true };
    const badge = event.target.closest("[data-badge]")?.closest("[data-region]");
    const handle = this.#handleAt(event, place);
    if (handle && (!badge || handle.kind === "turn")) return this.#held(handle, event); // a long name may lie under what turns its box
    const reach = ShapePointer.REACH * host.lines.unit;
    const hit = badge ? host.store.find(badge.dataset.region) : host.isMoving ? ShapeGeometry.smallestAt(host.store.seen, place, host.plane, reach) : null;
    if (hit) return this.#taken(hit, place);
    if (host.isMoving || !host.isAsked) return { kind: "pan" };
    return { polygons: { kind: "point" }, keypoints: { kind: "spot" } }[host.tool] ?? { kind: "new", from, to: from };
  }

  #taken(region, place) {
    this.host.choose(region.id);
    this.host.lines.focusOn(region.id);
    if (!this.host.store.locked.has(region.id)) return { kind: "move", from: place, before: region };
    this.host.say("IsLocked", this.host.facts(region));
    return { kind: "none" };
  }

  #held(handle, event) {
    const before = this.host.region;
    if (handle.kind === "vertex") this.host.vertex = handle.index;
    if (handle.kind === "edge") {
      this.host.vertex = handle.index + 1;
      const grown = ShapeGeometry.withVertex(before, handle.index, ShapeGeometry.edgeMiddle(before, handle.index));
      this.host.preview(grown);
      return { kind: "vertex", index: handle.index + 1, before: grown, after: grown, isGrown: true };
    }
    if (handle.kind === "vertex") this.host.sayVertex();
    return { kind: handle.kind, index: handle.index, before };
  }

  // A box's corner reaches 22 pixels outwards; inwards only a third of the box, so that its middle stays free.
  #handleAt(event, place) {
    const { host } = this;
    const region = host.region;
    if (!region || host.store.locked.has(region.id) || host.store.isHidden(region)) return null;
    const [spot, { unit }] = [host.lines.pixels(place), host.lines];
    const isInside = ShapeGeometry.smallestAt([region], place, host.plane, 0) === region;
    const inwards = region.width ? Math.min(...ShapeGeometry.sizeOf(region, host.plane)) / unit / 3 : ShapePointer.REACH;
    const fine = event.pointerType === "mouse" ? ShapePointer.FINE : ShapePointer.REACH;
    const reach = { corner: isInside ? Math.min(ShapePointer.REACH, inwards) : ShapePointer.REACH, turn: ShapePointer.REACH };
    const near = host.handles.map((handle) => ({ handle, away: ShapeGeometry.distance(handle, spot) / unit + (handle.kind === "edge" ? 4 : 0) }))
      .sort((one, other) => one.away - other.away)[0];
    return near.away <= (reach[near.handle.kind] ?? fine) ? near.handle : null;
  }

  #move(event) {
    const finger = this.#fingers.get(event.pointerId);
    if (this.#isPinching) return finger && this.#pinch(event, finger);
    if (!this.#drag && !this.#points) return;
    this.#frame ||= requestAnimationFrame(() => { this.#frame = 0; this.#follow(this.last); });
    this.last = event;
  }

  #pinch(event, finger) {
    const [one, other] = [...this.#fingers.values()];
    if (!other) return;
    const [gap, centre] = [ShapeGeometry.distance(one, other), ShapeGeometry.middle(one, other)];
    [finger.x, finger.y] = [event.clientX, event.clientY];
    const [wide, now] = [ShapeGeometry.distance(one, other), ShapeGeometry.middle(one, other)];
    this.host.camera.panBy(now.x - centre.x, now.y - centre.y);
    this.host.camera.zoomTo((this.host.camera.zoom * Math.max(wide, 1)) / Math.max(gap, 1), now);
  }

  // At most once for each frame, and only what is being dragged is drawn.
  #follow(event) {
    const drag = this.#drag;
    if (!drag) { if (this.#points) { this.#hover = this.#snapped(this.#at(event), event); this.host.renderOver(); } return; }
    if (drag.kind === "pan") { this.host.camera.panBy(event.clientX - drag.seen.x, event.clientY - drag.seen.y); drag.seen = { x: event.clientX, y: event.clientY }; return; }
    const place = this.#at(event);
    if (drag.kind === "new") { drag.to = this.#snapped(place, event); this.host.renderOver(); }
    if (drag.kind === "point") { this.#hover = this.#snapped(place, event); this.host.renderOver(); }
    const after = drag.before && this.#changed(drag, place, event);
    if (!after || (!drag.after && this.#pixels(drag.begun, place) < 2)) return;
    drag.after = after;
    this.host.preview(after);
  }

  #changed(drag, place, event) {
    const { plane } = this.host;
    const to = drag.kind === "move" || drag.kind === "turn" ? place : this.#snapped(place, event, drag.before);
    if (drag.kind === "corner") return ShapeGeometry.cornerTo(drag.before, drag.index, to, plane);
    if (drag.kind === "turn") return ShapeGeometry.turnTowards(drag.before, to, plane);
    if (drag.kind === "vertex") return ShapeGeometry.vertexTo(drag.before, drag.index, to);
    if (drag.kind === "spot") return { ...drag.before, ...to };
    const after = ShapeGeometry.moved(drag.before, to.x - drag.from.x, to.y - drag.from.y, plane);
    const { left, top, right, bottom } = ShapeGeometry.boundsOf(after, plane);
    const pull = (low, high, side) => (this.#toEdge(low, side) - low) || (this.#toEdge(high, side) - high);
    return this.host.isSnapping && !event.altKey ? ShapeGeometry.moved(after, pull(left, right, "width"), pull(top, bottom, "height"), plane) : after;
  }

  #up(event) {
    this.#fingers.delete(event.pointerId);
    if (this.#isPinching) { this.#isPinching = this.#fingers.size > 0; return; }
    const drag = this.#drag;
    if (!drag) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#follow(event);
    const place = this.#at(event);
    this.#drag = null;
    if (drag.kind === "new") return this.#drawn(drag, this.#snapped(place, event));
    if (drag.kind === "point") return this.#pointed(this.#snapped(place, event), event);
    if (drag.kind === "spot" && !drag.before) return this.host.add({ ...this.#snapped(place, event), size: ShapePointer.POINT_SIZE });
    if (drag.after) return this.host.settle(drag.before, drag.after);
    if (drag.before?.isSuggested && drag.kind === "move") this.host.confirm(drag.before);
  }

  #drawn(drag, place) {
    if (this.#pixels(drag.begun, place) < ShapePointer.TAP && !drag.isSecond) {
      this.#corner = place;
      this.host.choose(null);
      this.host.renderOver();
      return this.host.say("Corner");
    }
    this.#corner = null;
    this.host.add(ShapeGeometry.between(drag.from, place));
  }

  #pointed(place, event) {
    const points = this.#points ?? [];
    const [reach, isTwice] = [event.pointerType === "mouse" ? ShapePointer.FINE : ShapePointer.REACH, event.timeStamp - this.#tapped < ShapePointer.TWICE_MS];
    const isNear = (point) => point && this.#pixels(point, place) <= reach;
    this.#tapped = event.timeStamp;
    if (points.length >= ShapeGeometry.FEWEST && (isNear(points[0]) || (isTwice && isNear(points.at(-1))))) return this.close();
    if (isTwice && isNear(points.at(-1))) return;
    if (!points.length) this.host.choose(null);
    this.#points = [...points, place];
    this.#hover = null;
    this.host.renderOver();
    this.host.say("Point", { points: this.#points.length });
  }
}
