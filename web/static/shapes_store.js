// The regions of one picture: every step kept for undoing, and how they are read from and written as an answer.
const ShapeResults = (() => {
  "use strict";
  const { PART } = ShapeGeometry;
  const TYPES = { boxes: "rectanglelabels", rotated_boxes: "rectanglelabels", polygons: "polygonlabels", keypoints: "keypointlabels" };
  const parts = (percent) => Math.round(percent * PART);

  // A brush mask or a skeleton would be one more entry here and in `read`, with a drawing of its own in shapes_lines.js.
  const written = {
    boxes: (one) => ({ x: one.x / PART, y: one.y / PART, width: one.width / PART, height: one.height / PART, rotation: one.turn }),
    polygons: (one) => ({ points: one.points.map((point) => [point.x / PART, point.y / PART]), closed: true }),
    keypoints: (one) => ({ x: one.x / PART, y: one.y / PART, width: one.size / PART }),
  };
  written.rotated_boxes = written.boxes;

  // Right and bottom are rounded as places, not as lengths, so that a box at the edge ends on it.
  const read = {
    boxes: ({ x, y, width, height }) => ({ x: parts(x), y: parts(y), width: parts(width), height: parts(height), turn: 0 }),
    rotated_boxes: (value) => ({ ...read.boxes(value), turn: value.rotation ?? 0 }),
    polygons: ({ points }) => ({ points: points.map(([x, y]) => ({ x: parts(x), y: parts(y) })) }),
    keypoints: ({ x, y, width }) => ({ x: parts(x), y: parts(y), size: parts(width ?? 0.5) }),
  };

  const write = (region, control, { object, plane }) => {
    const type = TYPES[region.kind];
    const size = { original_width: plane.width, original_height: plane.height, image_rotation: 0 };
    const shape = { id: region.id, from_name: control.name, to_name: object, type, ...size, value: { ...written[region.kind](region), [type]: [region.label] } };
    return [shape, ...JornalAbout.results(region.id, JornalAbout.asked(control, region.label), region.answers, object)];
  };

  const regionOf = (entry, control) => {
    const label = entry.value[TYPES[control.kind]][0];
    return { id: String(entry.id), control: control.name, kind: control.kind, label, ...read[control.kind](entry.value) };
  };

  // Whatever is no region of these controls is left out; the answers about a region come after it.
  const readAll = (entries, controls) => {
    const regions = new Map();
    for (const entry of entries) {
      const control = controls.find((one) => one.name === entry.from_name);
      const about = regions.get(String(entry.id));
      const question = about && controls.find((one) => one.name === about.control).attributes?.find((one) => one.name === entry.from_name);
      if (control && entry.value?.[TYPES[control.kind]]) regions.set(String(entry.id), { ...regionOf(entry, control), score: entry.score });
      else if (question) about.answers = { ...about.answers, [question.name]: JornalAbout.read(question, entry.value) };
    }
    return [...regions.values()];
  };

  return { write, readAll };
})();

class ShapeStore {
  #undo = [];
  #redo = [];
  #taken = new Set();
  #number = 0;
  regions = [];
  hidden = new Set();
  locked = new Set();
  isAllHidden = false;
  unasked = new Set(); // names of questions that wait for another answer: their regions are put away until then

  load(regions) {
    [this.#undo, this.#redo] = [[], []];
    this.set(regions);
  }

  set(regions) {
    this.regions = regions;
    regions.forEach((region) => this.#taken.add(region.id));
  }

  change(regions) {
    this.#undo.push(this.regions);
    this.#redo = [];
    this.set(regions);
  }

  undo() { return this.#travel(this.#undo, this.#redo); }
  redo() { return this.#travel(this.#redo, this.#undo); }

  #travel(from, to) {
    if (!from.length) return false;
    to.push(this.regions);
    this.regions = from.pop();
    return true;
  }

  find(id) { return this.regions.find((region) => region.id === id); }
  get asked() { return this.unasked.size ? this.regions.filter((region) => !this.unasked.has(region.control)) : this.regions; }
  get away() { return this.regions.filter((region) => this.unasked.has(region.control)); }
  numberOf(region) { return this.asked.findIndex((one) => one.id === region.id) + 1; }
  isHidden(region) { return this.isAllHidden || this.hidden.has(region.id); }
  get seen() { return this.asked.filter((region) => !this.isHidden(region)); }
  get confirmed() { return this.asked.filter((region) => !region.isSuggested); }

  // An id is used once, also after its region was removed, because undoing may bring that one back.
  newId() {
    do this.#number += 1; while (this.#taken.has(`r${this.#number}`));
    return `r${this.#number}`;
  }
}
