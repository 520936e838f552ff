// Says when the picture of an item did not come, tries again, and uncovers hard content when somebody asks to see it.
(() => {
  "use strict";
  const placeOf = (part) => part.closest("[data-picture]");

  const showFailed = (picture, isFailed) => {
    const place = placeOf(picture);
    if (!place) return;
    place.querySelector("[data-picture-failed]").hidden = !isFailed;
    place.querySelector(".picture-frame").hidden = isFailed;
  };

  const hasFailed = (picture) => picture.complete && picture.naturalWidth === 0;

  const lookAgain = () => {
    document.querySelectorAll("[data-picture] img").forEach((picture) => { if (hasFailed(picture)) showFailed(picture, true); });
  };

  const tryAgain = (place) => {
    const picture = place.querySelector("img");
    const address = picture.getAttribute("src");
    picture.src = "";
    picture.src = address;
    showFailed(picture, false);
  };

  const uncover = (place) => {
    place.removeAttribute("data-blurred");
    document.getElementById("answer")?.focus();
  };

  document.addEventListener("error", (event) => { if (event.target.matches?.("img")) showFailed(event.target, true); }, true);
  document.addEventListener("load", (event) => { if (event.target.matches?.("img")) showFailed(event.target, false); }, true);
  document.addEventListener("htmx:afterSwap", lookAgain);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-try-picture], [data-show-picture]");
    if (!button) return;
    (button.matches("[data-try-picture]") ? tryAgain : uncover)(placeOf(button));
  });
  lookAgain();
})();
