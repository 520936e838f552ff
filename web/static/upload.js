// Says at once when files are too large, and shows how much of them has been sent. Without this script the form still works.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const file = form.elements.namedItem("file");
  const said = document.getElementById("file-said");
  const progress = document.getElementById("file-progress");
  const bar = document.getElementById("file-bar");
  const button = form.querySelector("button");

  const tooLarge = () => {
    const sent = [...file.files];
    const isArchive = sent.length === 1 && /\.zip$/i.test(sent[0].name);
    const most = Number(isArchive ? form.dataset.archiveMost : form.dataset.most);
    return sent.reduce((bytes, one) => bytes + one.size, 0) > most;
  };

  const look = () => {
    said.hidden = !tooLarge();
    if (tooLarge()) file.setAttribute("aria-invalid", "true");
    else file.removeAttribute("aria-invalid");
  };

  const send = () => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => arrived(request));
    request.addEventListener("error", () => stop());
    progress.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  };

  const arrived = (request) => {
    const next = request.getResponseHeader("HX-Redirect");
    if (next) {
      window.location.assign(next);
      return;
    }
    stop();
    const place = document.getElementById("refusal");
    place.replaceChildren(new DOMParser().parseFromString(request.responseText, "text/html").body);
    place.querySelector("[data-focus]")?.focus();
  };

  const stop = () => {
    progress.hidden = true;
    button.disabled = false;
    document.getElementById("no-signal").hidden = navigator.onLine;
  };

  file.addEventListener("change", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
    if (tooLarge()) file.focus();
    else send();
  });
})();
