// Lets a person work with the keyboard alone: a digit or letter chooses, Enter submits, ? shows every key of this page.
(() => {
  "use strict";
  const isTyping = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const isPressed = (element) => element.matches("button, a, summary, input, [role=button]");
  const form = () => document.querySelector("form[data-assignment]");
  const store = "jornal.keys";
  const help = document.getElementById("keys");
  const toggle = document.getElementById("keys-on");

  const isOn = () => toggle?.checked ?? true;

  const remember = () => {
    try { localStorage.setItem(store, toggle.checked ? "on" : "off"); } catch { /* The choice lasts for this page. */ }
  };

  const recall = () => {
    try { return localStorage.getItem(store) !== "off"; } catch { return true; }
  };

  const isThere = (field) => !field.matches(":disabled") && field.checkVisibility();

  // Several questions may each have "none of these" on 0: the one where the person is comes first.
  const fieldOf = (key, target) => {
    const found = [...(form()?.querySelectorAll(`[data-key="${CSS.escape(key)}"]`) ?? [])].filter(isThere);
    const question = target.closest(".question");
    return found.find((field) => field.closest(".question") === question) ?? found[0];
  };

  const choose = (key, target) => {
    const field = fieldOf(key, target);
    if (!field) return false;
    field.focus();
    if (!field.matches("input")) { field.click(); return true; }
    field.checked = field.type === "radio" || !field.checked;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  const submit = (target) => {
    const element = form();
    if (!element || isPressed(target) || (target.form === element && !target.matches("fieldset"))) return false;
    element.requestSubmit();
    return true;
  };

  const skip = () => {
    const element = document.getElementById("skip");
    element?.requestSubmit();
    return Boolean(element);
  };

  // The list of keys, written anew each time from what is on the page.

  const row = (key, words) => {
    const line = document.createElement("div");
    const [term, meaning] = [document.createElement("dt"), document.createElement("dd")];
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    Object.assign(meaning, { textContent: words, dir: "auto" });
    line.append(term, meaning);
    return line;
  };

  const nameOf = (field) => {
    const label = (field.labels?.[0] ?? field).cloneNode(true);
    label.querySelectorAll("kbd, small, .swatch").forEach((part) => part.remove());
    return field.getAttribute("aria-label") ?? label.textContent.trim();
  };

  const write = () => {
    const keyed = [...(form()?.querySelectorAll("[data-key]") ?? [])].filter((field) => field.dataset.key && isThere(field));
    help.querySelector("[data-keys-labels]").replaceChildren(...keyed.map((field) => row(field.dataset.key, nameOf(field))));
    const drawn = [...(form()?.querySelectorAll(".key-list > div") ?? [])].map((line) => line.cloneNode(true));
    help.querySelector("[data-keys-drawing]").replaceChildren(...drawn);
  };

  const showKeys = () => {
    if (!help) return false;
    if (help.open) help.close();
    else { write(); help.showModal(); }
    return true;
  };

  const act = (event) => {
    if (event.key === "?") return showKeys();
    if (help?.open) return false;
    if (event.key === "Enter") return !event.shiftKey && submit(event.target);
    if (event.key === "S" && event.shiftKey) return skip();
    return choose(event.key.toLowerCase(), event.target);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return; // a widget that draws has used it
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!isOn() || isTyping(event.target)) return;
    if (act(event)) event.preventDefault();
  });

  if (help && toggle) {
    help.hidden = false;
    toggle.checked = recall();
    toggle.addEventListener("change", remember);
    const opener = document.getElementById("keys-open");
    opener.hidden = false;
    opener.addEventListener("click", showKeys);
  }

  // Where there is room the instructions stand open beside the work; whoever closes them finds them closed again.
  const beside = document.querySelector(".work-beside:not(:has(picture-annotator, text-annotator)) > .instructions");
  if (beside && matchMedia("(min-width: 68.75rem)").matches) {
    try { beside.open = localStorage.getItem("jornal.instructions") !== "closed"; } catch { beside.open = true; }
    beside.addEventListener("toggle", () => {
      try { localStorage.setItem("jornal.instructions", beside.open ? "open" : "closed"); } catch { /* For this page only. */ }
    });
  }
})();
