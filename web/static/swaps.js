// Sends the forms of the work page and puts what comes back in its place, as htmx does on every other page: the same
// attributes, the same events, at a twentieth of its weight. Only what the work page asks for is understood.
(() => {
  "use strict";
  const SENDING = "htmx-request";

  const tell = (element, name, about) => {
    element.dispatchEvent(new CustomEvent(`htmx:${name}`, { bubbles: true, detail: { ...about, elt: element } }));
  };

  // Returns the elements that are told about: those that came, or the one whose inside is new.
  const put = (place, nodes, how) => {
    if (how === "innerHTML") {
      place.replaceChildren(...nodes);
      return [place];
    }
    place.replaceWith(...nodes);
    return nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE);
  };

  // A part that belongs elsewhere on the page finds its place by its own id.
  const putElsewhere = (content) => [...content.querySelectorAll("[hx-swap-oob]")].flatMap((part) => {
    const how = part.getAttribute("hx-swap-oob");
    const place = document.getElementById(part.id);
    part.remove();
    part.removeAttribute("hx-swap-oob");
    return place ? put(place, how === "innerHTML" ? [...part.childNodes] : [part], how) : [];
  });

  const swap = (place, text, how, about) => {
    const focused = document.activeElement;
    const template = document.createElement("template");
    template.innerHTML = text;
    const told = [...putElsewhere(template.content), ...put(place, [...template.content.childNodes], how)];
    if (focused?.id && !focused.isConnected) document.getElementById(focused.id)?.focus({ preventScroll: true });
    told.forEach((part) => tell(part, "afterSwap", about));
    told.forEach((part) => tell(part, "afterSettle", about));
  };

  const receive = (asking, xhr) => {
    const header = (name) => xhr.getResponseHeader(`HX-${name}`);
    if (header("Refresh")) return location.reload();
    if (header("Redirect")) return location.assign(header("Redirect"));
    const place = document.querySelector(header("Retarget") ?? asking.getAttribute("hx-target"));
    const about = { xhr, requestConfig: { elt: asking } };
    tell(place, "beforeSwap", about);
    const how = header("Reswap") ?? asking.getAttribute("hx-swap").split(" ")[0];
    if (xhr.status !== 204) swap(place, xhr.responseText, how, about);
  };

  // One at a time from each form or link: whoever presses twice has sent once.
  const send = (asking, method, address, body) => {
    if (asking.classList.contains(SENDING)) return;
    const xhr = new XMLHttpRequest();
    tell(asking, "beforeRequest", { xhr });
    const resting = document.querySelectorAll(asking.getAttribute("hx-disabled-elt") ?? ":not(*)");
    const hold = (isHeld) => {
      asking.classList.toggle(SENDING, isHeld);
      resting.forEach((one) => { one.disabled = isHeld; });
    };
    xhr.onload = () => receive(asking, xhr);
    xhr.onerror = () => tell(asking, "sendError", { xhr });
    xhr.onloadend = () => hold(false);
    xhr.open(method, address);
    xhr.setRequestHeader("HX-Request", "true");
    hold(true);
    xhr.send(body);
  };

  document.addEventListener("submit", (event) => {
    const [form, button] = [event.target, event.submitter];
    if (event.defaultPrevented || !form.matches("[hx-post]")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.append(button.name, button.value);
    send(form, "POST", form.getAttribute("hx-post"), fields);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[hx-get]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // these open it in a window of its own
    event.preventDefault();
    send(link, "GET", link.getAttribute("hx-get"));
  });
})();
