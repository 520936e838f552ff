// Puts things in order by dragging, by buttons or by arrow keys; the fields that are sent are the places' own lists.
(() => {
  "use strict";
  class RankingList extends HTMLElement {
    #dragged = null; #before = "";

    connectedCallback() {
      this.list = this.querySelector("[data-rows]");
      this.places = [...this.querySelectorAll("select")];
      this.addEventListener("click", (event) => this.#click(event));
      this.addEventListener("keydown", (event) => this.#key(event));
      this.list.addEventListener("pointerdown", (event) => this.#down(event));
      this.list.addEventListener("pointermove", (event) => this.#move(event));
      this.list.addEventListener("pointerup", () => this.#up());
      this.list.addEventListener("pointercancel", () => this.#up());
      this.closest("form, section")?.addEventListener("jornal:fields", () => this.#show());
      this.#show();
    }

    get #rows() { return [...this.list.children]; }
    get #order() { return this.#rows.map((row) => row.dataset.row).join("\n"); }

    // From the fields to the list: after a reload, a refusal, or a suggestion that was taken.
    #show() {
      const given = this.places.map((place) => place.value);
      const isWhole = given.every(Boolean) && new Set(given).size === given.length;
      if (isWhole) given.forEach((id) => this.list.append(this.#rows.find((row) => row.dataset.row === id)));
      this.#number();
      this.querySelector("[data-untouched]").hidden = isWhole;
    }

    #number() {
      const rows = this.#rows;
      rows.forEach((row, index) => {
        row.querySelector("[data-place]").textContent = index + 1;
        row.querySelector("[data-up]").disabled = index === 0;
        row.querySelector("[data-down]").disabled = index === rows.length - 1;
      });
    }

    // From the list to the fields; nothing is an order until somebody has touched it.
    #keep() {
      this.#rows.forEach((row, index) => { this.places[index].value = row.dataset.row; });
      this.#number();
      this.querySelector("[data-untouched]").hidden = true;
      this.dispatchEvent(new Event("change", { bubbles: true }));
    }

    #say(name, values = {}) { this.querySelector("[data-said]").textContent = JornalFields.filled(this.dataset[`say${name}`], values); }

    #sayPlace(row) {
      const text = row.querySelector("[data-words]").textContent.trim().slice(0, 60);
      this.#say("Moved", { text, place: this.#rows.indexOf(row) + 1, count: this.#rows.length });
    }

    #shift(row, by) {
      const rows = this.#rows;
      const place = rows.indexOf(row) + by;
      if (place < 0 || place >= rows.length) return;
      if (by < 0) rows[place].before(row);
      else rows[place].after(row);
      this.#keep();
      this.#sayPlace(row);
    }

    #click(event) {
      if (event.target.closest("[data-keep]")) {
        this.#keep();
        this.list.querySelector("[data-grip]").focus();
        return this.#say("Kept");
      }
      const button = event.target.closest("[data-up], [data-down]");
      if (!button) return;
      const row = button.closest("[data-row]");
      this.#shift(row, button.matches("[data-up]") ? -1 : 1);
      (button.disabled ? row.querySelector("[data-grip]") : button).focus();
    }

    #key(event) {
      const grip = event.target.closest("[data-grip]");
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!grip || !by || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#shift(grip.closest("[data-row]"), by);
      grip.focus();
    }

    #down(event) {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button > 0) return;
      this.#dragged = grip.closest("[data-row]");
      this.#before = this.#order;
      this.list.setPointerCapture(event.pointerId);
      this.#dragged.dataset.dragged = "";
    }

    #move(event) {
      if (!this.#dragged) return;
      const over = this.#rows.find((row) => { const { top, bottom } = row.getBoundingClientRect(); return top <= event.clientY && event.clientY <= bottom; });
      if (!over || over === this.#dragged) return;
      const { top, height } = over.getBoundingClientRect();
      if (event.clientY < top + height / 2) over.before(this.#dragged);
      else over.after(this.#dragged);
      this.#number();
    }

    #up() {
      const row = this.#dragged;
      if (!row) return;
      this.#dragged = null;
      delete row.dataset.dragged;
      if (this.#order === this.#before) return;
      this.#keep();
      this.#sayPlace(row);
    }
  }

  customElements.define("ranking-list", RankingList);
})();
