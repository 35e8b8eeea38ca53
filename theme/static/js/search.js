// The page Search. What is looked for stands in the address (?q=, ?type=), so that it can be kept, passed on
// and gone back to. The index is asked for when somebody searches, not before.

const MORE = 10; // results at a time
const WAIT = 250; // milliseconds without a key before what was typed is looked for

const form = document.getElementById("search");
const { q: field } = form.elements;
const types = document.getElementById("types");
const said = document.getElementById("said");
const found = document.getElementById("found");
const more = document.getElementById("more");

let index; // a promise of Pagefind, once
let turn = 0; // a search that a later one has overtaken shows nothing
let results = [];
let timer;

function say(how, n = 0) {
  said.textContent = how ? said.dataset[how].replace("{n}", n).replace("{q}", field.value.trim()) : "";
}

function open() {
  index ??= (async () => {
    const pagefind = await import(new URL(form.dataset.index, location));
    await pagefind.options({ noWorker: true, excerptLength: 25 });
    await pagefind.init();
    offer(Object.entries((await pagefind.filters()).type ?? {}));
    return pagefind;
  })();
  return index;
}

// A choice of types, where there are several.
function offer(kinds) {
  if (kinds.length < 2) return;
  const wanted = new URLSearchParams(location.search).get("type");
  const names = JSON.parse(types.dataset.names);
  for (const [name] of kinds) {
    const label = types.lastElementChild.cloneNode(true);
    const input = label.firstElementChild;
    input.value = name;
    input.checked = name === wanted;
    label.lastChild.data = ` ${names[name] ?? name}`;
    types.append(label);
  }
  types.hidden = types.disabled = false;
}

function chosen() {
  return new FormData(form).get("type") ?? "";
}

async function search() {
  const mine = ++turn;
  const words = field.value.trim();
  results = [];
  if (!words) {
    show([], true);
    say("");
    return;
  }
  if (!index) say("wait");
  try {
    const pagefind = await open();
    const type = chosen();
    const answer = await pagefind.search(words, type ? { filters: { type } } : {});
    if (mine !== turn) return;
    results = answer.results;
    const first = await Promise.all(results.splice(0, MORE).map((one) => one.data()));
    if (mine !== turn) return;
    show(first, true);
    const n = answer.results.length + first.length;
    say(n ? "some" : "none", n);
  } catch {
    index = undefined;
    if (mine !== turn) return;
    show([], true);
    say("failed");
  }
}

function show(pages, anew = false) {
  const items = pages.map(item);
  if (anew) found.replaceChildren(...items);
  else found.append(...items);
  more.hidden = results.length === 0;
  return items;
}

function item({ url, meta, excerpt }) {
  const li = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = meta.title;
  const words = document.createElement("p");
  words.append(...marked(excerpt), " …");
  li.append(link, words);
  if (meta.date) {
    const date = document.createElement("p");
    date.className = "meta";
    date.textContent = meta.date;
    li.append(date);
  }
  return li;
}

// Words as text and <mark>, and nothing else that an excerpt may hold.
function marked(excerpt) {
  const { body } = new DOMParser().parseFromString(excerpt, "text/html");
  return [...body.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return node.textContent;
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

// The address says what is shown. Each search that was sent is a step to go back to; what is typed is none.
function keep(step) {
  const address = new URL(location);
  for (const [name, value] of [["q", field.value.trim()], ["type", chosen()]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href === location.href) return;
  history[step ? "pushState" : "replaceState"](null, "", address);
}

function read() {
  const address = new URLSearchParams(location.search);
  field.value = address.get("q") ?? "";
  for (const input of types.querySelectorAll("input")) input.checked = input.value === (address.get("type") ?? "");
  search();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  keep(true);
  search();
});
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    keep(false);
    search();
  }, WAIT);
});
types.addEventListener("change", () => {
  keep(true);
  search();
});
more.addEventListener("click", async () => {
  const [first] = show(await Promise.all(results.splice(0, MORE).map((one) => one.data())));
  first.querySelector("a").focus();
});
addEventListener("popstate", read);
read();
