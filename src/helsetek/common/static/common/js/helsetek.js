// What the pages do better with JavaScript. Everything works without this file.
(() => {
  "use strict";

  // Small menus: one open at a time; Escape and a click elsewhere close them.
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // An error summary leads to the field itself.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus({ preventScroll: true });
    (field.closest(".hs-field, .hs-row") || field).scrollIntoView({ block: "center" });
  });

  window.addEventListener("load", () => { document.querySelector("[data-error-summary]")?.focus(); });

  // Filters that are sent as soon as they are chosen.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form && event.target.matches("select, [type=radio], [type=checkbox]")) form.requestSubmit();
  });

  // A button that has been pressed is not pressed twice.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(release, 8000, event.target); // the answer may have been a file
  });
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };
  window.addEventListener("pageshow", () => { document.querySelectorAll("form[data-sent]").forEach(release); });

  // Rows of a formset: «add» and «remove» on the spot instead of by a round to the server.
  const addRow = (rows) => {
    const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
    const list = rows.querySelector(".hs-rows__list");
    const shown = list.querySelectorAll("[data-row]:not([hidden])").length;
    if (shown >= Number(rows.dataset.most)) return null;
    const holder = document.createElement("div");
    holder.innerHTML = rows.querySelector("[data-row-template]").innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    list.append(row);
    total.value = String(Number(total.value) + 1);
    return row;
  };
  const renumber = (rows) => {
    rows.querySelectorAll("[data-row]:not([hidden])").forEach((row, index) => {
      row.querySelectorAll("[data-row-number]").forEach((place) => { place.textContent = String(index + 1); });
    });
  };
  const say = (rows, what) => {
    const status = rows.querySelector("[data-rows-status]");
    if (status) status.textContent = status.dataset[what];
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='add-row'], button[name='remove-row']");
    const rows = button?.closest("[data-rows]");
    if (!rows) return;
    if (button.name === "add-row") {
      const row = addRow(rows);
      if (!row) return; // the server says why there can be no more
      event.preventDefault();
      renumber(rows);
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      say(rows, "added");
    } else {
      const row = button.closest("[data-row]");
      const mark = row.querySelector("[name$='-DELETE']");
      if (!mark) return;
      event.preventDefault();
      mark.value = "on";
      row.hidden = true;
      renumber(rows);
      rows.querySelector("button[name='add-row']").focus();
      say(rows, "removed");
    }
    rows.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Autosave: a form with data-autosave is posted when the writer pauses. The server answers with JSON
  // {"saved": "12.01", "revision": 7}; the hidden field «revision» follows, so that no later save is lost.
  const PAUSE = 1500;
  const RETRY = 10000;
  const autosave = (form) => {
    const status = form.querySelector("[data-autosave-status]");
    let timer = 0, running = false, again = false, stopped = false;
    const show = (state, value = "") => {
      if (!status) return;
      status.dataset.state = state;
      status.textContent = (status.dataset[state.replace(/-(.)/, (_, letter) => letter.toUpperCase())] || "").replace("%s", value);
    };
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
    const save = async () => {
      if (stopped) return;
      if (running) { again = true; return; }
      running = true; again = false;
      show("saving");
      try {
        const data = new FormData(form);
        for (const [name, value] of [...data]) if (value instanceof File) data.delete(name); // files wait for the button
        const response = await fetch(form.dataset.autosave || form.action, {
          method: "POST", body: data, headers: { "X-Autosave": "1", Accept: "application/json" }, redirect: "manual",
        });
        if (response.ok) {
          const answer = await response.json();
          const revision = form.elements.namedItem("revision");
          if (revision && answer.revision !== undefined) revision.value = String(answer.revision);
          show("saved", answer.saved);
        } else if (response.status === 409) { stopped = true; show("stale"); }
        else if (response.status === 401 || response.status === 403) { stopped = true; show("logged-out"); }
        else if (response.status === 422 || response.status === 413) { show("wrong"); }
        else { show("failed"); later(RETRY); }
      } catch { show("failed"); later(RETRY); }
      running = false;
      if (again) later(PAUSE);
    };
    form.addEventListener("input", () => later(PAUSE));
    form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  };
  document.querySelectorAll("form[data-autosave]").forEach(autosave);

  // Marks in charts: what a pointer or the keyboard is at is written beside it.
  let tip;
  const hideTip = () => { if (tip) tip.hidden = true; };
  const showTip = (mark) => {
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "hs-tip";
      tip.setAttribute("aria-hidden", "true");
      document.body.append(tip);
    }
    mark.querySelector(":scope > title")?.remove(); // the browser's own would come on top
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const place = mark.getBoundingClientRect();
    const half = tip.offsetWidth / 2;
    const middle = Math.min(Math.max(place.left + place.width / 2, half + 8), document.documentElement.clientWidth - half - 8);
    tip.style.left = `${middle + window.scrollX}px`;
    tip.style.top = `${place.top + window.scrollY - tip.offsetHeight - 8}px`;
  };
  for (const [name, act] of [["pointerover", showTip], ["focusin", showTip]]) {
    document.addEventListener(name, (event) => {
      const mark = event.target.closest?.("[data-tip]");
      if (mark) act(mark); else hideTip();
    });
  }
  document.addEventListener("focusout", hideTip);
})();
