// Counts a rest down. The server says how much is left; the phone's own clock, which may be wrong, is never read.
(() => {
  "use strict";
  const clock = document.querySelector("[data-left-ms]");
  if (!clock) return;
  const endsAt = performance.now() + Number(clock.dataset.leftMs);

  const twoDigits = (number) => String(number).padStart(2, "0");

  const tick = () => {
    const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
    if (seconds > 0) return;
    clearInterval(timer);
    document.querySelectorAll("[data-when-rested]").forEach((part) => { part.hidden = false; });
    document.querySelectorAll("[data-until-rested]").forEach((part) => { part.hidden = true; });
  };

  const timer = setInterval(tick, 1000);
  tick();
})();
