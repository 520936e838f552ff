// Keeps what a person chose on this phone until the server says that it was received, and sends what waited for signal.
(() => {
  "use strict";
  const RETRY_MS = 10000;
  const KEEP_MS = 1000 * 60 * 60 * 24 * 30;
  const person = document.currentScript.dataset.person;
  const prefix = `jornal.answer.${person}.`;

  const keyOf = (form) => prefix + form.dataset.assignment;

  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };

  const write = (key, draft) => {
    try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* A full or closed store: the page still works. */ }
  };

  const forget = (key) => {
    try { localStorage.removeItem(key); } catch { /* As above. */ }
  };

  const keys = () => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; }
  };

  const form = () => document.querySelector("form[data-assignment]");

  const fieldsOf = (element) => [...new FormData(element).entries()].filter(([, value]) => typeof value === "string");

  const keep = (element, isWaiting) => {
    write(keyOf(element), { url: element.action, fields: fieldsOf(element), isWaiting, keptAt: Date.now() });
  };

  const showSignal = () => {
    const waiting = keys().filter((key) => read(key)?.isWaiting).length;
    document.querySelectorAll("[data-no-signal]").forEach((part) => { part.hidden = waiting === 0; });
  };

  const isChosen = (field) => field.type === "radio" || field.type === "checkbox";

  // What was chosen or drawn before a reload, or before the phone went to sleep, is there again.
  const restore = () => {
    const element = form();
    const draft = element && read(keyOf(element));
    if (!draft) return;
    draft.fields.forEach(([name, value]) => {
      const fields = [...element.elements].filter((field) => field.name === name);
      const chosen = fields.find((field) => isChosen(field) && field.value === value);
      if (chosen) chosen.checked = true;
      else fields.filter((field) => !isChosen(field)).forEach((field) => { field.value = value; });
    });
  };

  // "received" is the page's own word: nothing is forgotten because of a status alone.
  const isReceived = (text, key) => text.includes(`data-received="${key.slice(prefix.length)}"`);
  const isHopeless = (status) => [400, 404, 409, 413, 422].includes(status);

  const sendOne = async (key) => {
    const draft = read(key);
    if (!draft) return;
    const body = new URLSearchParams([...draft.fields.filter(([name]) => name !== "then"), ["then", "stay"]]);
    const reply = await fetch(draft.url, { method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" } });
    const text = await reply.text();
    if (isReceived(text, key) || isHopeless(reply.status) || Date.now() - draft.keptAt > KEEP_MS) forget(key);
  };

  let isSending = false;
  const sendWaiting = async () => {
    if (isSending) return;
    isSending = true;
    try {
      const element = form();
      const shown = element && keyOf(element);
      for (const key of keys().filter((name) => read(name)?.isWaiting)) {
        if (key === shown) element.requestSubmit();
        else await sendOne(key);
      }
    } catch {
      // Still no signal: the next try is ten seconds away.
    } finally {
      isSending = false;
      showSignal();
    }
  };

  document.addEventListener("change", (event) => {
    const element = event.target.closest?.("form[data-assignment]");
    if (element) keep(element, false);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches?.("form[data-assignment]")) keep(event.target, read(keyOf(event.target))?.isWaiting ?? false);
  });

  const onNoSignal = (event) => {
    if (!event.target.matches?.("form[data-assignment]")) return;
    keep(event.target, true);
    document.getElementById("no-signal")?.setAttribute("hidden", "");
    showSignal();
  };
  document.addEventListener("htmx:sendError", onNoSignal);
  document.addEventListener("htmx:timeout", onNoSignal);

  document.addEventListener("htmx:afterSwap", () => {
    document.querySelectorAll("[data-received]").forEach((part) => forget(prefix + part.dataset.received));
    restore();
    showSignal();
  });

  document.querySelectorAll("[data-received]").forEach((part) => forget(prefix + part.dataset.received));
  restore();
  showSignal();
  sendWaiting();
  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, RETRY_MS);
})();
