// After htmx swaps a part of the page, the keyboard and the screen reader follow it; and a lost line is said aloud.

// What htmx may do here; it reads this once the whole page is there. No styles, no code made of text, no other places.
Object.assign(htmx.config, {
  includeIndicatorStyles: false, allowEval: false, selfRequestsOnly: true, historyRestoreAsHxRequest: false, historyCacheSize: 0,
  responseHandling: [{ code: "204", swap: false }, { code: "[23]..", swap: true }, { code: "[45]..", swap: true, error: true }],
});

const noSignal = () => document.getElementById("no-signal");

function focusOf(part) {
  if (part.matches("[data-focus]")) return part;
  return part.querySelector("[data-focus]");
}

document.addEventListener("htmx:afterSettle", (event) => {
  const place = focusOf(event.detail.elt);
  if (place) place.focus();
});

document.addEventListener("htmx:sendError", () => {
  noSignal().hidden = false;
});

document.addEventListener("htmx:beforeSwap", () => {
  noSignal().hidden = true;
  const refusal = document.getElementById("refusal");
  if (refusal) refusal.replaceChildren();
});

// The device knows its time zone; a form that asks for one starts with it.
for (const zone of document.querySelectorAll("input[data-own-zone]")) {
  if (!zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// On a page that came back with a refusal, start reading there.
document.querySelector("main [role=alert][data-focus]")?.focus();
