// Sliders: what is changed is fetched from the server and put in place. Without this file a button does the same.
const form = document.querySelector("[data-levers]");
const WAIT = 120; // milliseconds after the last movement

const read = (text) => {
  const plain = text.trim().replaceAll(/[\s\u00a0]/g, "").replace("−", "-").replace(",", ".");
  return plain === "" ? NaN : Number(plain);
};
const written = (number) => {
  const text = String(Number(number.toPrecision(12)));
  return document.documentElement.lang === "en" ? text : text.replace(".", ",");
};

const rows = () => [...form.querySelectorAll("[data-lever]")];

function changes() {
  const found = [];
  for (const row of rows()) {
    const typed = row.querySelector(".ev-number").value;
    const value = read(typed);
    const changed = value !== Number(row.dataset.stated);
    row.toggleAttribute("data-changed", changed);
    // What is no number is sent as it was typed: the server says what is wrong with it.
    if (changed) found.push(`${row.dataset.lever}:${Number.isFinite(value) ? value : typed.replaceAll(/[,:]/g, " ").slice(0, 30) || "?"}`);
  }
  return found.sort().join(",");
}

function address(path) {
  const query = new URLSearchParams(location.search);
  query.delete("endret");
  const changed = changes();
  const rest = query.toString();
  const parts = [changed && `endret=${encodeURIComponent(changed).replaceAll("%40", "@").replaceAll("%3A", ":").replaceAll("%2C", ",")}`, rest];
  const text = parts.filter(Boolean).join("&");
  return text ? `${path}?${text}` : path;
}

const regions = () => ["top", "body"].map((name) => document.querySelector(`[data-part="${name}"]`));

function put(fresh) {
  for (const name of ["top", "body"]) {
    const old = document.querySelector(`[data-part="${name}"]`);
    const made = fresh.querySelector(`[data-part="${name}"]`);
    if (!old || !made) continue;
    const open = [...old.querySelectorAll("details")].map((one) => one.open);
    [...made.querySelectorAll("details")].forEach((one, place) => { one.open = open[place] ?? one.open; });
    old.replaceChildren(...made.childNodes);
    if (made.dataset.said) form.querySelector("[data-state]").textContent = made.dataset.said;
  }
}

let asked = null;
async function calculate() {
  asked?.abort();
  const mine = new AbortController();
  asked = mine;
  regions().forEach((one) => one?.setAttribute("aria-busy", "true"));
  try {
    const answer = await fetch(address(form.dataset.fragment), { signal: mine.signal, headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const problem = document.querySelector('[data-part="problem"]');
    const wrong = fresh.querySelector('[data-part="problem"]');
    if (answer.ok) {
      problem.replaceChildren();
      put(fresh);
      history.replaceState(null, "", address(form.dataset.page));
      form.action = address(form.dataset.page);
    } else if (answer.status === 422 && wrong) {
      problem.replaceChildren(...wrong.childNodes);
      form.querySelector("[data-state]").textContent = problem.textContent.trim().replaceAll(/\s+/g, " ");
    } else {
      throw new Error(String(answer.status));
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    form.querySelector("[data-state]").textContent = form.dataset.failed;
    form.classList.remove("ev-live");
  }
  if (asked === mine) regions().forEach((one) => one?.removeAttribute("aria-busy"));
}

let waiting = 0;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(calculate, WAIT);
}

function begin() {
  form.classList.add("ev-live");
  form.querySelectorAll(".ev-range").forEach((range) => { range.hidden = false; });
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-lever]");
    if (!row) return;
    const [range, number] = [row.querySelector(".ev-range"), row.querySelector(".ev-number")];
    if (event.target === range) number.value = written(range.valueAsNumber);
    else if (Number.isFinite(read(number.value))) {
      const value = read(number.value);
      if (value > Number(range.max)) range.max = String(value);
      if (value < Number(range.min)) range.min = String(value);
      range.value = String(value);
    }
    soon();
  });
  form.addEventListener("submit", (event) => {
    if (!form.classList.contains("ev-live")) return;
    event.preventDefault();
    calculate();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-reset]")) return;
    event.preventDefault();
    for (const row of rows()) {
      const stated = Number(row.dataset.stated);
      row.querySelector(".ev-number").value = written(stated);
      row.querySelector(".ev-range").value = String(stated);
    }
    calculate();
  });
}

if (form) begin();
