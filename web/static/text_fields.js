// The buttons and fields around a text: its labels, its tools, and what stands in the lists of marks and relations.
class TextFields {
  constructor(host) {
    this.host = host;
    host.addEventListener("click", (event) => this.#click(event));
    host.addEventListener("change", (event) => this.#changed(event));
  }

  #do(act) {
    const { host } = this;
    const acts = {
      undo: () => host.undo(), redo: () => host.redo(), cancel: () => host.escape(), relate: () => host.relate(),
      mark: () => { if (!host.finish()) host.say("NoText"); },
      all: () => host.confirmAll(),
    };
    acts[act]();
  }

  #click(event) {
    const { host } = this;
    const act = event.target.closest("[data-do]");
    if (act) return this.#do(act.dataset.do);
    if (event.target.matches("[data-pick]:checked") && host.pointer.selected) return host.pick(event.target);
    const item = event.target.closest("[data-item]");
    if (item?.dataset.relation) return this.#clickRelation(event, Number(item.dataset.relation));
    const mark = item && host.mark(item.dataset.item);
    if (mark) this.#clickMark(event, mark);
  }

  #clickMark(event, mark) {
    const { host } = this;
    const end = event.target.closest("[data-end]")?.dataset.end.split(" ");
    if (event.target.closest("[data-remove]")) host.remove(mark);
    else if (event.target.closest("[data-confirm]")) { host.confirm([mark.id]); host.focusText(); }
    else if (end) host.moveEnd(end[0], Number(end[1]));
    else if (event.target.closest("[data-choose]")) { host.sheet.reveal(mark.start); host.pointer.pointAt(mark.id); }
  }

  #clickRelation(event, index) {
    const one = this.host.relations[index];
    if (event.target.closest("[data-swap]")) return this.host.changeRelation(index, { ...one, from: one.to, to: one.from });
    if (!event.target.closest("[data-remove]")) return;
    this.host.changeRelation(index, null);
    this.host.focusText();
  }

  #changed(event) {
    const { host } = this;
    if (event.target === host) return;
    if (event.target.matches("[data-pick], [data-pick-relation]")) return host.pick(event.target);
    const item = event.target.closest("[data-item]");
    const index = item?.dataset.relation;
    if (index) return host.changeRelation(Number(index), { ...host.relations[index], label: event.target.value });
    const mark = item && host.mark(item.dataset.item);
    if (!mark) return;
    const field = event.target.closest("[data-attribute]");
    if (field) host.answerAbout(mark, field.dataset.attribute, JornalAbout.given(field));
    else this.#relabel(mark, event.target.value);
  }

  #relabel(mark, label) {
    const pick = this.host.picks.find((one) => one.dataset.control === mark.control && one.value === label);
    this.host.choose(mark.id);
    this.host.relabel(mark, pick);
  }
}
