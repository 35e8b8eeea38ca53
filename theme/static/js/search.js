// The page Search. What is looked for stands in the address (?q=, ?type=, ?year=), so that it can be kept, passed
// on and gone back to. The index is asked for when somebody begins to type, not before. Nothing is remembered.

import { SearchIndex, excerpt } from "./search-engine.js";

const MORE = 10; // results at a time
const FIRST = 5; // of those, so many show without waiting for the others
const WAIT = 200; // milliseconds without a key before what was typed is looked for

/** @type {HTMLFormElement} */
const form = document.getElementById("search");
const { q: field, year } = form.elements;
const [kinds, years, said, found, more, elsewhere] = ["types", "search-years", "said", "found", "more", "search-elsewhere"].map((id) =>
  document.getElementById(id),
);
const root = new URL(form.dataset.root, location.href);
const names = JSON.parse(form.dataset.kinds);

const index = new SearchIndex(
  async (name) => (await ask(`search/${name}.json`)).json(),
  async (url) => {
    const page = new DOMParser().parseFromString(await (await ask(url)).text(), "text/html");
    for (const heading of page.querySelectorAll(":is(h2, h3, h4, h5, h6)")) {
      if (!/[.?!:…]\s*$/.test(heading.textContent)) heading.append("."); // or it runs into the text below
    }
    const words = [...page.querySelectorAll("main .prose")].map((part) => part.textContent);
    return words.join(" ").replace(/\s+/g, " ").trim();
  },
);

let turn = 0; // a search that a later one has overtaken shows nothing
let hits = []; // those that are not shown yet
let forms = new Set();
let timer;

async function ask(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

function say(how, n = 0, meant = "") {
  const put = { n, q: field.value.trim().replace(/^["“”„«»]([^"“”„«»]+)["“”„«»]$/, "$1"), meant };
  said.textContent = how ? said.dataset[how].replace(/\{(n|q|meant)\}/g, (_, name) => put[name]) : "";
}

const kind = () => new FormData(form).get("type") ?? new URLSearchParams(location.search).get("type") ?? "";

async function search() {
  const mine = ++turn;
  const words = field.value.trim();
  if (!words) {
    hits = [];
    found.replaceChildren();
    more.hidden = kinds.hidden = years.hidden = true;
    elsewhere.hidden = false;
    say("");
    return;
  }
  say("wait");
  elsewhere.hidden = true;
  try {
    const answer = await index.search(words, { kind: kind(), year: Number(wantedYear()) });
    const first = index.details(answer.hits.slice(0, FIRST));
    const next = index.details(answer.hits.slice(FIRST, MORE));
    next.catch(() => {}); // what fails here fails below, too, unless a later search has overtaken this one
    const items = await first;
    if (mine !== turn) return;
    ({ forms } = answer);
    hits = answer.hits.slice(MORE);
    offer(answer);
    found.replaceChildren();
    more.hidden = true;
    show(items);
    const n = answer.hits.length;
    elsewhere.hidden = n > 0;
    if (!n) say("none");
    else if (answer.meant.size) say("meant", n, corrected(words, answer.meant));
    else say(answer.partial ? "part" : "some", n);
    const others = await next;
    if (mine !== turn) return;
    show(others);
    more.hidden = !hits.length;
  } catch {
    index.opened = undefined;
    if (mine !== turn) return;
    hits = [];
    found.replaceChildren();
    more.hidden = true;
    elsewhere.hidden = false;
    say("failed");
  }
}

function corrected(words, meant) {
  for (const [word, known] of meant) words = words.replace(word, known);
  return words;
}

const wantedYear = () => year.value || new URLSearchParams(location.search).get("year") || "";

/** A choice of kinds and of years, each with how many results it has. */
function offer(answer) {
  const wanted = kind();
  const all = kinds.querySelector("label");
  const labels = [...answer.kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => {
    const label = all.cloneNode(true);
    label.firstElementChild.value = name;
    label.firstElementChild.checked = name === wanted;
    label.lastChild.data = ` ${names[name] ?? name} ${count}`;
    return label;
  });
  all.firstElementChild.checked = !answer.kinds.has(wanted);
  const focused = document.activeElement?.name === "type";
  while (all.nextElementSibling) all.nextElementSibling.remove();
  all.after(...labels);
  if (focused) kinds.querySelector(":checked").focus();
  kinds.hidden = kinds.disabled = labels.length < 2 && !wanted;

  const chosen = wantedYear();
  const options = [...answer.years].filter(([name]) => name).sort(([a], [b]) => b - a).map(([name, count]) => {
    return new Option(`${name} (${count})`, name, false, String(name) === chosen);
  });
  year.replaceChildren(year.options[0], ...options);
  years.hidden = year.disabled = options.length < 2 && !chosen;
}

function show(details) {
  const items = details.map(item);
  found.append(...items);
  return items;
}

/** As a post stands in the lists of the site. */
function item(details) {
  const li = document.createElement("li");
  li.className = "teaser";
  const link = document.createElement("a");
  link.href = new URL(details.url, root);
  link.textContent = details.title;
  if (details.language !== document.documentElement.lang) link.lang = details.language;
  const [facts, title, words] = ["p", "h2", "p"].map((name) => li.appendChild(document.createElement(name)));
  facts.className = "kicker";
  facts.textContent = [names[details.kind] ?? details.kind, day(details.day)].filter(Boolean).join(", ");
  title.append(link);
  words.className = "p-summary";
  words.lang = link.lang;
  li.details = details;
  seen.observe(li);
  return li;
}

function day(iso) {
  const dateStyle = form.dataset.dates;
  if (!iso || dateStyle === "iso") return iso;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle, timeZone: "UTC" });
  return format.format(new Date(`${iso}T00:00Z`));
}

// A page is read for its excerpt when its place in the list is seen; a reader who opens it then has it already.
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    index.text(target.details).then((text) => {
      const pieces = excerpt(text, forms).map((piece) => {
        if (!piece.marked) return piece.text;
        const mark = document.createElement("mark");
        mark.textContent = piece.text;
        return mark;
      });
      target.querySelector(".p-summary").replaceChildren(...pieces);
    }, () => {});
  }
});

// The address says what is shown. Each search that was sent is a step to go back to; what is typed is none.
function keep(step) {
  const address = new URL(location);
  for (const [name, value] of [["q", field.value.trim()], ["type", new FormData(form).get("type")], ["year", year.value]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href === location.href) return;
  history[step ? "pushState" : "replaceState"](null, "", address);
}

function read() {
  const address = new URLSearchParams(location.search);
  field.value = address.get("q") ?? "";
  for (const input of kinds.querySelectorAll("input")) input.checked = input.value === (address.get("type") ?? "");
  year.value = address.get("year") ?? "";
  search();
}

function now(step) {
  clearTimeout(timer);
  keep(step);
  search();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  now(true);
});
field.addEventListener("focus", () => index.open().catch(() => (index.opened = undefined)));
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(now, WAIT, false);
});
form.addEventListener("change", (event) => {
  if (event.target !== field) now(true);
});
more.addEventListener("click", async () => {
  const next = await index.details(hits.slice(0, MORE));
  hits = hits.slice(MORE);
  more.hidden = !hits.length;
  show(next)[0]?.querySelector("a").focus();
});
addEventListener("popstate", read);
addEventListener("keydown", (event) => {
  const { activeElement: at } = document;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "/" && !at.matches("input[type=search], select")) {
    field.select();
  } else if (event.key === "Escape" && (at === field || found.contains(at))) {
    if (at === field) field.value = "";
    field.focus();
    if (!field.value) now(false);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (at === field || found.contains(at))) {
    const stops = [field, ...found.querySelectorAll("a")];
    stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(at) + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  } else return;
  event.preventDefault();
});

read();
