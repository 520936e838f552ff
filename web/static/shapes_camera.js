// Looking closer: one layer with the picture and its lines is moved and enlarged as a whole, so that nothing is laid out again.
// A very large image would come here in tiles: the layer would hold those that `seen` shows, at the size that `zoom` asks for.
class PictureCamera {
  static STEPS = [1, 1.5, 2, 3, 4, 6, 8, 12, 16];
  static MOST = 16;
  static REST_MS = 160;
  #frame = 0;
  #timer = 0;
  #box = null;
  zoom = 1;
  x = 0;
  y = 0;

  constructor(host) {
    this.host = host;
    this.sheet = host.querySelector(".canvas-sheet");
    this.layer = host.querySelector(".canvas-layer");
    this.outer = host.querySelector(".canvas-frame");
    this.sheet.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.sheet.addEventListener("scroll", () => this.sheet.scrollTo(0, 0)); // only the layer moves, also when something in it is focused
  }

  measure() {
    const { offsetWidth: width, offsetHeight: height, offsetLeft: left } = this.layer;
    this.#box = { width, height, left, across: this.sheet.clientWidth, down: this.sheet.clientHeight };
    this.#show();
  }

  get step() { return PictureCamera.STEPS.findLast((step) => step <= this.zoom + 0.001) ?? 1; }
  closer() { this.zoomTo(PictureCamera.STEPS.find((step) => step > this.zoom + 0.001) ?? PictureCamera.MOST); }
  farther() { this.zoomTo(PictureCamera.STEPS.findLast((step) => step < this.zoom - 0.001) ?? 1); }

  // `about` is a place on the screen that stays where it is; without one, the middle does.
  zoomTo(zoom, about) {
    const sheet = this.sheet.getBoundingClientRect();
    const { left } = this.#box;
    const to = Math.max(1, Math.min(PictureCamera.MOST, zoom));
    const spot = about ? { x: about.x - sheet.left - left, y: about.y - sheet.top } : { x: this.#box.across / 2 - left, y: this.#box.down / 2 };
    this.x = spot.x - ((spot.x - this.x) * to) / this.zoom;
    this.y = spot.y - ((spot.y - this.y) * to) / this.zoom;
    this.zoom = to;
    if (to > 1) this.#fetchFull();
    this.#show();
  }

  // Returns whether there was anywhere to go.
  panBy(x, y) {
    const [before, beneath] = [this.x, this.y];
    this.x += x;
    this.y += y;
    this.#show();
    return this.x !== before || this.y !== beneath;
  }

  #hold() {
    const { width, height, left, across, down } = this.#box;
    const [wide, high] = [width * this.zoom, height * this.zoom];
    this.x = wide <= across ? (width - wide) / 2 : Math.max(across - left - wide, Math.min(-left, this.x));
    this.y = high <= down ? (down - high) / 2 : Math.max(down - high, Math.min(0, this.y));
  }

  #show() {
    this.#hold();
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.outer.toggleAttribute("data-gliding", true);
      this.layer.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.zoom})`;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#rest(), PictureCamera.REST_MS);
    });
  }

  // Once it stands still, it is drawn sharp, with lines and badges of their usual size.
  #rest() {
    this.outer.removeAttribute("data-gliding");
    if (this.outer.style.getPropertyValue("--grow") !== `${this.zoom}`) this.outer.style.setProperty("--grow", this.zoom);
    this.host.rested();
  }

  // The wheel pans what is larger than its frame, and zooms with Ctrl, as does a pinch on a trackpad; else the page scrolls.
  #wheel(event) {
    const isPage = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      return this.zoomTo(this.zoom * Math.exp((-event.deltaY * isPage) / 300), { x: event.clientX, y: event.clientY });
    }
    const [x, y] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    if (this.zoom > 1 && this.panBy(-x * isPage, -y * isPage)) event.preventDefault();
  }

  // The full size comes only when somebody looks closer, and replaces the small one once it is there.
  #fetchFull() {
    const address = this.host.dataset.full;
    if (!address) return;
    delete this.host.dataset.full;
    const full = new Image();
    full.src = address;
    full.decode().then(() => { this.layer.querySelector("img").src = address; }, () => {});
  }

  // Where the middle of what is seen lies, in shares of the picture, and how much of it is seen.
  get middle() {
    const [sheet, layer] = [this.sheet.getBoundingClientRect(), this.layer.getBoundingClientRect()];
    const share = (start, length, from, whole) => Math.max(0.1, Math.min(0.9, (start + length / 2 - from) / whole));
    return { x: share(sheet.left, sheet.width, layer.left, layer.width), y: share(sheet.top, sheet.height, layer.top, layer.height) };
  }
}
