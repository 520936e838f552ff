// Which suggestions a person has removed: a field of the form like any other, so that they stay away after a reload.
class RemovedSuggestions {
  #host; #field; #suggested; #told = "";

  // host: the element that draws; suggested: the ids of everything that was suggested to it.
  constructor(host, suggested) {
    this.#host = host;
    this.#suggested = suggested;
    this.#field = host.querySelector("[data-removed]");
    host.closest("form")?.addEventListener("jornal:fields", () => { if (this.#field.value !== this.#told) host.value = host.value; });
  }

  has(id) { return this.#field.value !== "" && JSON.parse(this.#field.value).includes(id); }

  // Whatever was suggested and is neither confirmed nor still offered was removed; undoing brings it back.
  keep(isThere) {
    const gone = this.#suggested.filter((id) => !isThere(id));
    this.#told = gone.length ? JSON.stringify(gone) : "";
    this.#field.value = this.#told;
  }
}
