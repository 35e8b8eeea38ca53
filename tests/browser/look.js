// What only a browser can tell of the page that it shows. Each function gives back one line for each
// thing that is wrong; none changes the page but unfold and spaceOut.

const named = (element) =>
  element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join("");

const SCROLLS = ["auto", "scroll"];
const CUTS = ["hidden", "clip"];

// For screen readers alone: a pixel, cut off on purpose.
const isUnseen = (element) => element.closest(".unseen") !== null;

/** What sticks out of the window, left or right, and in no box of its own that scrolls. */
function overflow() {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width)
    found.push(`the page is ${document.documentElement.scrollWidth}px wide in ${width}px`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    const isInside = box.right <= width + 0.5 && box.left >= -0.5;
    if (isInside || isUnseen(element) || scroller(element.parentElement)) continue;
    found.push(`${named(element)} from ${Math.round(box.left)}px to ${Math.round(box.right)}px`);
  }
  return found;
}

function scroller(element) {
  for (let box = element; box && box !== document.body; box = box.parentElement)
    if (SCROLLS.includes(getComputedStyle(box).overflowX)) return box;
  return null;
}

/** Boxes that cut their text off: on paper also those that would scroll. */
function cut(onPaper) {
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const ways = [
      [style.overflowX, element.scrollWidth - element.clientWidth],
      [style.overflowY, element.scrollHeight - element.clientHeight],
    ];
    const cuts = (way) => CUTS.includes(way) || (onPaper && SCROLLS.includes(way));
    if (!isUnseen(element) && ways.some(([way, over]) => cuts(way) && over > 1))
      found.push(`${named(element)} cuts off ${element.textContent.trim().slice(0, 40)}`);
  }
  return found;
}

/** How long a word may be that has to fit on a line: a cover in a list has room for titles of books. */
const longest = (element) => (element.closest(".cover") ? 13 : 10);

/** Words that do not fit on a line, as in a column that is squeezed. */
function broken() {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (isUnseen(text.parentElement) || !text.parentElement.checkVisibility()) continue;
    for (const { 0: word, index } of text.data.matchAll(/\p{L}+/gu)) {
      if (word.length > longest(text.parentElement)) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push(`${named(text.parentElement)} breaks ${word}`);
    }
  }
  return found;
}

// What is our own, the data of a page and its search, stands where no text of a partner's does.
const FORBIDDEN = "script:not([src], head > [type='application/ld+json']), iframe, frame, object, embed, " +
  "form:not(main > .search), input:not(main > .search *), base, body style, body link, body meta, [style], " +
  "svg, math, template, dialog, video, audio";

/** Elements and attributes that no partner's text may bring in, as the browser's own parser sees them. */
function intruders() {
  const found = [...document.querySelectorAll(FORBIDDEN)].map(named);
  for (const element of document.querySelectorAll("*"))
    for (const { name } of element.attributes)
      if (name.startsWith("on")) found.push(`${named(element)} ${name}`);
  for (const link of document.links)
    if (!/^(https?|mailto):$/.test(link.protocol)) found.push(link.href);
  return found;
}

/** The outermost elements of the page, which are the same on every page. */
function frame() {
  const outer = "body > *, .masthead > *, .spread > *, .colophon > *";
  return [...document.querySelectorAll(outer)].map(named);
}

/** Open whatever folds. */
function unfold() {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
}

/** The places that the Tab key stops at, in their order. */
function places() {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
  return [...all].filter((element) => element.tabIndex >= 0 && element.checkVisibility());
}

/** How many there are. */
function stops() {
  return places().length;
}

/** What is wrong with how the focus shows at each of them. */
function unseenFocus() {
  return places().flatMap((element) => {
    element.focus();
    const { name, faults } = focused();
    return faults.map((fault) => `${name} ${fault}`);
  });
}

/** The distances that a reader may ask for (WCAG 2.2, 1.4.12), as a style sheet that no policy blocks. */
function spaceOut() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}

/** How far things jumped while the page was loaded; 0 where nothing did. */
function shift() {
  return new Promise((done) => {
    let sum = 0;
    const add = (list) => list.forEach((entry) => (sum += entry.value));
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => (add(observer.takeRecords()), done(sum))));
  });
}

/** What moves although the reader asked for rest. */
function moving() {
  const found = [];
  for (const element of document.querySelectorAll("*"))
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const times = `${style.transitionDuration}, ${style.animationName === "none" ? "0s" : style.animationDuration}`;
      if (times.split(", ").some((time) => parseFloat(time) > 0.01) || style.scrollBehavior === "smooth")
        found.push(`${named(element)} takes ${times}`);
    }
  return found;
}

/** Text that hardly differs from what lies under it. */
function faint() {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (text.data.trim() === "" || isUnseen(element) || !element.checkVisibility()) continue;
    const degree = contrast(ground(element), getComputedStyle(element).color);
    if (degree < 4.5) found.push(`${named(element)} ${text.data.trim().slice(0, 40)} (${degree.toFixed(1)})`);
  }
  return found;
}

/** The element that has the focus, its place in the page, and what is wrong with how it shows. */
function focused() {
  const element = document.activeElement;
  const faults = [];
  const style = getComputedStyle(element);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("has no outline");
  else if (contrast(ground(element.parentElement), style.outlineColor) < 3) faults.push("has a faint outline");
  const box = element.getClientRects()[0];
  const ring = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const covering = document.elementFromPoint(x, y);
  if (Math.min(box.top, box.left) < ring || box.bottom + ring > innerHeight || box.right + ring > innerWidth)
    faults.push("is out of sight, or its outline is");
  else if (!element.contains(covering)) faults.push(`is covered by ${covering && named(covering)}`);
  const place = [...document.querySelectorAll("*")].indexOf(element);
  return { name: `${named(element)} ${element.textContent.trim()}`, place, faults };
}

function ground(element) {
  for (let box = element; box; box = box.parentElement) {
    const colour = pixel(getComputedStyle(box).backgroundColor);
    if (colour[3] === 255) return getComputedStyle(box).backgroundColor;
  }
  return "white";
}

function contrast(below, above) {
  const [light, dark] = [luminance(below), luminance(below, above)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(...layers) {
  const [r, g, b] = [...pixel(...layers)].slice(0, 3).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The red, green, blue and opacity, each to 255, of colours that lie one on another. */
function pixel(...layers) {
  const key = layers.join("/");
  if (!pixels.has(key)) {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of layers) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    pixels.set(key, canvas.getImageData(0, 0, 1, 1).data);
  }
  return pixels.get(key);
}

const pixels = new Map();
const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
