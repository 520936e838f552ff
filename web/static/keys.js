// Lets a person work with the keyboard alone: a digit or letter chooses, Enter submits, ? shows the keys.
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

  const choose = (key) => {
    const field = form()?.querySelector(`input[data-key="${CSS.escape(key)}"]`);
    if (!field) return false;
    field.checked = field.type === "radio" || !field.checked;
    field.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  const showKeys = () => {
    if (!help) return false;
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
    return true;
  };

  const submit = (target) => {
    const element = form();
    if (!element || isPressed(target) || (target.form === element && !target.matches("fieldset"))) return false;
    element.requestSubmit();
    return true;
  };

  const act = (event) => {
    if (event.key === "?") return showKeys();
    if (event.key === "Enter") return submit(event.target);
    return choose(event.key.toLowerCase());
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
  }
})();
