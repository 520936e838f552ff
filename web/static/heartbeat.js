// Says "I am here" every 15 seconds while the page is seen and the person does something. It sends no time and no length:
// the server stamps both. The address says which page it is, of four: work, choosing work, paperwork, waiting. Hidden or quiet for longer than the grace, it stops; nothing happens to the person.
(() => {
  "use strict";
  const EVERY_MS = 15000;
  const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll", "input", "focusin"];
  const script = document.currentScript;
  const url = () => document.querySelector("[data-here]")?.dataset.here ?? script.dataset.url;
  const graceMs = Number(script.dataset.graceMs);
  let lastSign = performance.now();
  let lastBeat = 0;

  const isHere = () => document.visibilityState === "visible" && performance.now() - lastSign <= graceMs;

  const beat = () => {
    if (!isHere()) return;
    lastBeat = performance.now();
    fetch(url(), { method: "POST", keepalive: true, credentials: "same-origin" }).catch(() => {
      // No signal: the next beat tries again, and a submit closes the gap anyway.
    });
  };

  const seen = () => {
    const wasQuiet = performance.now() - lastSign > graceMs;
    lastSign = performance.now();
    if (wasQuiet && lastSign - lastBeat > EVERY_MS) beat();
  };

  SIGNS_OF_LIFE.forEach((name) => addEventListener(name, seen, { passive: true, capture: true }));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") { seen(); beat(); } });
  // A page that begins something by being open says so once it is clear that somebody stays.
  if (script.dataset.soonMs) setTimeout(beat, Number(script.dataset.soonMs));
  setInterval(beat, EVERY_MS);
})();
