// Draw an area on the page with the mouse: the fields of the form are filled in, and can be changed before it is sent.
(function () {
  "use strict";
  const page = document.querySelector("[data-redact]");
  const form = document.querySelector("[data-redact-form]");
  if (!page || !form) return;
  const drawn = document.createElement("div");
  drawn.className = "hs-redact__drawn";
  let start = null;

  function place(event) {
    const frame = page.getBoundingClientRect();
    const share = (value, size) => Math.min(100, Math.max(0, (value / size) * 100));
    return { x: share(event.clientX - frame.left, frame.width), y: share(event.clientY - frame.top, frame.height) };
  }

  function show(here) {
    const box = {
      left: Math.min(start.x, here.x),
      top: Math.min(start.y, here.y),
      width: Math.abs(start.x - here.x),
      height: Math.abs(start.y - here.y),
    };
    for (const [name, value] of Object.entries(box)) {
      drawn.style[name] = value + "%";
      form.elements[name].value = value.toFixed(2);
    }
  }

  page.addEventListener("pointerdown", function (event) {
    if (event.pointerType === "touch") return; // a finger scrolls; the fields are there
    event.preventDefault();
    start = place(event);
    page.append(drawn);
    page.setPointerCapture(event.pointerId);
    show(start);
  });
  page.addEventListener("pointermove", function (event) {
    if (start) show(place(event));
  });
  page.addEventListener("pointerup", function () {
    start = null;
  });
})();
