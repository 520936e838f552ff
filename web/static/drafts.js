// Keeps what a person has begun: on this device at once, on the server within three seconds; and sends what waited for
// signal. Only the fields of the form leave the page; every time that counts is the server's own.
(() => {
  "use strict";
  const SAVE_MS = 2000;
  const RETRY_MS = 10000;
  const BEACON_BYTES = 60000;
  const KEEP_MS = 1000 * 60 * 60 * 24 * 30;
  const person = document.currentScript.dataset.person;
  const prefix = `jornal.answer.${person}.`;
  const fieldsOf = (element) => JornalFields.read(element); // fields.js is there wherever an item is
  const fill = (element, fields) => JornalFields.write(element, fields);

  const keyOf = (form) => prefix + form.dataset.assignment;
  const form = () => document.querySelector("form[data-assignment]");
  const show = (name, isShown = true) => document.querySelectorAll(`[data-${name}]`).forEach((part) => { part.hidden = !isShown; });

  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };

  const write = (key, draft) => {
    try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* A full or closed store: the server still keeps it. */ }
  };

  const forget = (key) => {
    try { localStorage.removeItem(key); } catch { /* As above. */ }
  };

  // Other windows hear that it was sent before it is gone.
  const forgetSent = (key) => { if (read(key)) write(key, { isSent: true }); forget(key); };

  const keys = () => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; }
  };

  // The server's clock, carried on by this page between two replies; it only says here which of two drafts is newer.
  let heard = { at: 0, here: 0 };
  const hear = (at) => { heard = { at: Number(at), here: performance.now() }; };
  const serverNow = () => Math.round(heard.at + performance.now() - heard.here);

  const keep = (element, isWaiting) => {
    write(keyOf(element), { url: element.action, fields: fieldsOf(element), isWaiting, keptAt: Date.now(), at: serverNow() });
  };

  const showSignal = () => show("no-signal", keys().some((key) => read(key)?.isWaiting));

  // What was chosen or drawn before a reload, a crash or a log-out is there again: here or on another device, the newest.
  const restore = () => {
    const element = form();
    if (!element) return;
    hear(element.dataset.now);
    const draft = read(keyOf(element));
    if (draft?.isSent) show("sent-elsewhere");
    else if (draft && (draft.isWaiting || draft.at > Number(element.dataset.savedAt))) fill(element, draft.fields);
    else JornalFields.putBack(element);
  };

  // On the server.

  let timer = null;
  const refused = new Set();
  const bodyOf = (element) => new URLSearchParams(fieldsOf(element).filter(([name]) => name !== "then"));
  const addressOf = (element) => `/work/${element.dataset.assignment}/draft`;

  const save = async () => {
    timer = null;
    const element = form();
    if (!element || refused.has(keyOf(element))) return;
    try {
      const reply = await fetch(addressOf(element), { method: "POST", body: bodyOf(element), credentials: "same-origin" });
      if (reply.ok) saved(element, await reply.json());
      else if (reply.status < 500) refused.add(keyOf(element));
    } catch {
      plan(RETRY_MS); // no signal: it is kept here meanwhile
    }
  };

  const saved = (element, told) => {
    hear(told.saved_at);
    element.dataset.savedAt = told.saved_at;
    show("saved");
  };

  const plan = (wait = SAVE_MS) => { timer ??= setTimeout(save, wait); };
  const unplan = () => { clearTimeout(timer); timer = null; };

  const saveBeforeLeaving = () => {
    const element = form();
    if (timer === null || !element || refused.has(keyOf(element))) return;
    const body = bodyOf(element);
    if (body.toString().length > BEACON_BYTES) return;
    unplan();
    navigator.sendBeacon(addressOf(element), body);
  };

  // What waited for signal. "received" is the page's own word: nothing is forgotten because of a status alone.

  const isReceived = (text, key) => text.includes(`data-received="${key.slice(prefix.length)}"`);
  const isHopeless = (status) => [400, 404, 409, 413].includes(status);

  const sendOne = async (key) => {
    const draft = read(key);
    if (!draft) return;
    const body = new URLSearchParams([...draft.fields.filter((field) => field[0] !== "then" && JornalFields.isAnswer(field)), ["then", "stay"]]);
    const reply = await fetch(draft.url, { method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" } });
    const text = await reply.text();
    if (isReceived(text, key)) forgetSent(key);
    else if (isHopeless(reply.status) || Date.now() - draft.keptAt > KEEP_MS) forget(key);
    else if (reply.status === 422) write(key, { ...draft, isWaiting: false });
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

  const onChange = (event) => {
    const element = event.target.closest?.("form[data-assignment]");
    if (!element) return;
    keep(element, false);
    plan();
  };

  const onNoSignal = (event) => {
    if (!event.target.matches?.("form[data-assignment]")) return;
    keep(event.target, true);
    document.getElementById("no-signal")?.setAttribute("hidden", "");
    showSignal();
  };

  // Another window of the same person: this one shows what is newer there, or that it was sent.
  const follow = (event) => {
    const element = form();
    if (!element || event.key !== keyOf(element) || !event.newValue) return;
    const draft = JSON.parse(event.newValue);
    if (draft.isSent) return show("sent-elsewhere");
    unplan();
    fill(element, draft.fields);
    show("followed");
  };

  const onSwap = () => {
    document.querySelectorAll("[data-received]").forEach((part) => forgetSent(prefix + part.dataset.received));
    ["saved", "followed", "sent-elsewhere"].forEach((name) => show(name, false));
    restore();
    showSignal();
  };

  document.addEventListener("change", onChange);
  document.addEventListener("input", onChange);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches?.("form[data-assignment]")) return;
    unplan();
    keep(event.target, read(keyOf(event.target))?.isWaiting ?? false);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const isRefused = event.detail.xhr?.status === 422 && event.detail.requestConfig?.elt?.matches("form[data-assignment]");
    if (isRefused) keep(event.detail.requestConfig.elt, false);
  });
  document.addEventListener("htmx:sendError", onNoSignal);
  document.addEventListener("htmx:timeout", onNoSignal);
  document.addEventListener("htmx:afterSwap", onSwap);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") saveBeforeLeaving(); });
  addEventListener("pagehide", saveBeforeLeaving);
  addEventListener("storage", follow);
  addEventListener("online", sendWaiting);
  onSwap();
  sendWaiting();
  setInterval(sendWaiting, RETRY_MS);
})();
