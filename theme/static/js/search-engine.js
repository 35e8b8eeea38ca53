// A query and the files of the index in; what was found out. It touches no page: tests run it without a browser.
// plugins/frontdesk/build/search makes the index; what splits and folds words there stands in terms.py.

/**
 * @typedef {{number: number, url: string, title: string, language: string, day: string, kind: string, summary: string}} Details
 * @typedef {{number: number, score: number, kind: string, year: number}} Hit
 * @typedef {{hits: Hit[], kinds: Map<string, number>, years: Map<number, number>, forms: Set<string>,
 *   meant: Map<string, string>, partial: boolean}} Answer
 *   hits: best first, all of them. kinds, years: how many there are of each, whatever filter is set.
 *   forms: the words to mark. meant: word that is not known → the nearest known one, which was looked for.
 *   partial: no page has all words, so these have some.
 */

const MARKS =
  "\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0900-\\u0903" +
  "\\u093a-\\u094f\\u0951-\\u0957\\u0962-\\u0963\\u0981-\\u0983\\u09bc-\\u09d7\\u0a01-\\u0a51\\u0abc-\\u0acd" +
  "\\u0b3c-\\u0b57\\u0bbe-\\u0bcd\\u0c3e-\\u0c56\\u0cbc-\\u0cd6\\u0d3b-\\u0d4d\\u0dca-\\u0ddf\\u0e31-\\u0e4e" +
  "\\u0eb1-\\u0ece\\u0f18-\\u0f97\\u102b-\\u103e\\u17b4-\\u17d3\\u3099-\\u309a";
const PIECE = `(?:[\\p{L}\\p{N}]|[${MARKS}])+`;
const WORD = new RegExp(`${PIECE}(?:[-\\u2010\\u2011'\\u2019]${PIECE})*`, "gu");
const UNSPACED = new RegExp(
  "[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf" +
    "\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]+",
  "gu",
);
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670]/g;
const LETTERS = {
  ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ŧ: "t", ß: "ss", æ: "ae", œ: "oe", þ: "th", ς: "σ",
};
const PHRASE = /["“”„«»]([^"“”„«»]+)["“”„«»]/g;
const CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Uint8Array(128);
[...CODE].forEach((letter, n) => (VALUES[letter.charCodeAt(0)] = n));

const BEGINNING = 3; // letters from which on a word may be the beginning of another
const TYPO = 4; // letters from which on a word may have been mistyped
const CHECKED = 30; // texts that are read for a phrase in quotation marks, at most
const EXCERPT = 28; // words

/** Lower case without accents: Żółw → zolw. @param {string} word */
export function fold(word) {
  const letters = word.toLowerCase().normalize("NFKD").replace(/[łøđðħıŧßæœþς]/g, (one) => LETTERS[one]);
  return letters.replace(ACCENTS, "").normalize("NFC");
}

/**
 * The words of a text in their order, folded; two letters each where a script has no spaces.
 * @param {string} text
 * @returns {{form: string, start: number, end: number, unspaced: boolean}[]} with their places in the text
 */
function wordsOf(text) {
  const found = [];
  for (const word of text.matchAll(WORD)) {
    const joined = /[-\u2010\u2011]/.test(word[0]);
    const parts = [...word[0].matchAll(/[^-\u2010\u2011'\u2019]+/g)];
    for (const part of parts) {
      if (part[0].length > 1 || parts.length === 1 || joined) split(part[0], word.index + part.index, found);
    }
  }
  return found;
}

function split(word, start, found) {
  const add = (from, to) => {
    const form = fold(word.slice(from, to));
    if (form) found.push({ form, start: start + from, end: start + to, unspaced: false });
  };
  let at = 0;
  for (const run of word.matchAll(UNSPACED)) {
    add(at, run.index);
    const letters = [...run[0]];
    let place = run.index;
    letters.forEach((letter, n) => {
      const pair = letter + (letters[n + 1] ?? "");
      const last = n > 0 && n === letters.length - 1;
      found.push({ form: fold(pair), start: start + place, end: start + place + pair.length, unspaced: true, last });
      place += letter.length;
    });
    at = place;
  }
  add(at, word.length);
}

/** What words are put in order by, as in shards.py. @param {string} form */
export function beginning(form) {
  const plain = (letter) => (letter < "\u0080" ? letter : `-${letter.codePointAt(0).toString(16).padStart(5, "0")}`);
  return [...form].slice(0, form[0] < "\u0080" ? 4 : 2).map(plain).join("");
}

function* numbers(text) {
  let value = 0;
  let shift = 0;
  for (let n = 0; n < text.length; n += 1) {
    const part = VALUES[text.charCodeAt(n)];
    value += (part & 31) * 2 ** shift;
    if (part & 32) shift += 5;
    else {
      yield value;
      value = shift = 0;
    }
  }
}

/** Calls `found(number, weight)` for each text in an encoded list. */
function eachPlace(text, found) {
  let number = 0;
  let n = 0;
  while (n < text.length) {
    let shift = 1;
    let part;
    do {
      part = VALUES[text.charCodeAt(n++)];
      number += (part & 31) * shift;
      shift *= 32;
    } while (part & 32);
    found(number, VALUES[text.charCodeAt(n++)]);
  }
}

/**
 * How many letters have to be changed, added, left out or swapped, as far as `most`.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let above = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let y = 1; y <= one.length; y += 1) {
    const row = [y];
    for (let x = 1; x <= other.length; x += 1) {
      const same = one[y - 1] === other[x - 1];
      row[x] = Math.min(above[x] + 1, row[x - 1] + 1, above[x - 1] + (same ? 0 : 1));
      if (y > 1 && x > 1 && one[y - 1] === other[x - 2] && one[y - 2] === other[x - 1]) {
        row[x] = Math.min(row[x], before[x - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[other.length];
}

/**
 * A text around the words that were found, in pieces.
 * @param {string} text
 * @param {Set<string>} forms
 * @returns {{text: string, marked: boolean}[]}
 */
export function excerpt(text, forms) {
  const words = wordsOf(text);
  const isFound = words.map((word) => forms.has(word.form));
  let best = 0;
  let most = -1;
  for (let n = 0; n < words.length; n += 1) {
    if (n && !isFound[n]) continue;
    const seen = new Set(words.slice(n, n + EXCERPT - 4).filter((_, m) => isFound[n + m]).map((word) => word.form));
    if (seen.size > most) [best, most] = [n, seen.size];
  }
  const from = Math.max(0, best - 4);
  const begin = from ? words[from].start : 0;
  const last = words[Math.min(words.length - 1, from + EXCERPT)];
  const end = last && from + EXCERPT < words.length ? last.end : text.length;
  const pieces = begin ? [{ text: "… ", marked: false }] : [];
  let at = begin;
  for (let n = from; n < words.length && words[n].end <= end; n += 1) {
    if (!isFound[n] || words[n].end <= at) continue;
    const start = Math.max(at, words[n].start);
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false });
    if (start === at && pieces.at(-1)?.marked) pieces.at(-1).text += text.slice(at, words[n].end);
    else pieces.push({ text: text.slice(start, words[n].end), marked: true });
    at = words[n].end;
  }
  pieces.push({ text: text.slice(at, end) + (end < text.length ? " …" : ""), marked: false });
  return pieces;
}

const flat = (text) => ` ${wordsOf(text).filter((word) => !word.last).map((word) => word.form).join(" ")} `;

export class SearchIndex {
  /**
   * @param {(name: string) => Promise<any>} load the JSON of a file of the index
   * @param {(url: string) => Promise<string>} read the text of a page
   */
  constructor(load, read) {
    this.load = load;
    this.read = read;
    this.files = new Map();
  }

  /** Load what every search needs. A search does it, too. */
  open() {
    this.opened ??= this.#open();
    return this.opened;
  }

  async #open() {
    const { kinds, years, number, kind, year, length, shards } = await this.load("index");
    this.shards = shards.split(" "); // each named by the first beginning that it has, in order
    this.texts = new Map();
    const yearOf = numbers(year);
    let last = 0;
    let n = 0;
    let total = 0;
    for (const distance of numbers(number)) {
      last += distance;
      const words = 2 ** (VALUES[length.charCodeAt(n)] / 4) - 1;
      total += words;
      const nth = yearOf.next().value;
      this.texts.set(last, { kind: kinds[VALUES[kind.charCodeAt(n)]], year: nth ? years[nth - 1] : 0, words });
      n += 1;
    }
    this.average = total / n || 1;
  }

  #file(name) {
    if (!this.files.has(name)) {
      const loading = this.load(name);
      loading.catch(() => this.files.delete(name));
      this.files.set(name, loading);
    }
    return this.files.get(name);
  }

  /** The files that hold the words with a beginning, at most so many. */
  #shardsOf(begins, most = 1) {
    let first = 0;
    let end = this.shards.length;
    while (end - first > 1) {
      const middle = (first + end) >> 1;
      if (this.shards[middle] <= begins) first = middle;
      else end = middle;
    }
    let last = first + 1;
    while (last - first < most && this.shards[last]?.startsWith(begins)) last += 1;
    return this.shards.slice(first, last);
  }

  /** The words of files: each with its stem and the other forms of it. */
  async #entries(shards) {
    const found = [];
    const files = await Promise.all(shards.map((shard) => this.#file(`w${shard}`)));
    files.forEach((entries, n) => {
      for (const [stem, ...pairs] of entries) {
        const forms = [];
        for (let m = 0; m < pairs.length; m += 2) {
          forms.push({ form: pairs[m], where: pairs[m + 1], stem, shard: shards[n] });
        }
        found.push(forms);
      }
    });
    return found;
  }

  async #places({ form, where, stem, shard }) {
    return typeof where === "string" ? where : (await this.#file(`w${shard}.${where}`))[`${form} ${stem}`] ?? "";
  }

  /** The forms that a typed word stands for, each with how much it counts. */
  async #forms(word, isLast) {
    const short = word.unspaced && [...word.form].length === 1;
    const begins = short || [...word.form].length >= BEGINNING;
    const shards = this.#shardsOf(beginning(word.form), begins ? 4 : 1);
    const entries = await this.#entries(shards);
    const found = new Map();
    for (const alike of entries) {
      if (!alike.some((one) => one.form === word.form)) continue;
      for (const one of alike) found.set(`${one.form} ${one.stem}`, [one, one.form === word.form ? 1 : 0.9]);
    }
    if (!found.size) {
      // A form that stands nowhere, such as a plural: the word that it is a form of, by the length of what is common.
      const ends = ({ stem }) => stem.length >= TYPO && word.form.length - stem.length <= 4 && word.form.startsWith(stem);
      const alike = entries.filter(([one]) => ends(one)).sort(([a], [b]) => b.stem.length - a.stem.length)[0] ?? [];
      for (const one of alike) found.set(`${one.form} ${one.stem}`, [one, 0.9]);
    }
    if (begins && (short || !found.size || (isLast && !word.unspaced))) {
      const share = found.size ? 0.4 : 0.8;
      const longer = entries.flat().filter((one) => one.form.startsWith(word.form) && !found.has(`${one.form} ${one.stem}`));
      longer.sort((a, b) => a.form.length - b.form.length || (a.form < b.form ? -1 : 1));
      for (const one of longer.slice(0, 20)) found.set(`${one.form} ${one.stem}`, [one, share]);
    }
    return [...found.values()];
  }

  /** The known word that is nearest to one that is not known. */
  async #nearest(form) {
    if (form.length < TYPO) return "";
    const most = form.length < 8 ? 1 : 2;
    const swapped = form[1] + form[0] + form.slice(2);
    const others = [swapped, form.slice(1), form[0] + form.slice(2)].map((one) => beginning(one));
    const wide = this.#shardsOf(beginning(form).slice(0, 2), 8);
    const alike = (name) => [...name].findIndex((letter, n) => letter !== form[n]) >>> 0;
    wide.sort((a, b) => alike(b) - alike(a));
    const shards = [...new Set([...[beginning(form), ...others].flatMap((one) => this.#shardsOf(one)), ...wide])].slice(0, 6);
    let best = "";
    let least = [most + 1, 0, 0];
    for (const { form: known, stem, where } of (await this.#entries(shards)).flat()) {
      if (known.length < TYPO) continue;
      const itself = distance(form, known, most);
      const far = Math.min(itself, stem.length < TYPO ? itself : distance(form, stem, most));
      const rank = [far, itself, typeof where === "string" ? -where.length : -1e6];
      const nth = rank.findIndex((one, n) => one !== least[n]);
      if (far <= most && nth >= 0 && rank[nth] < least[nth]) [best, least] = [known, rank];
    }
    return best;
  }

  /** Of each text that has a word: how often, in the title, as a keyword. */
  async #term(forms) {
    const lists = await Promise.all(forms.map(([one]) => this.#places(one)));
    const found = new Map();
    lists.forEach((list, n) => {
      const share = forms[n][1];
      eachPlace(list, (number, weight) => {
        const sum = found.get(number) ?? [0, 0, 0];
        sum[0] += share * (weight & 15);
        if (weight & 32) sum[1] = Math.max(sum[1], share);
        if (weight & 16) sum[2] = Math.max(sum[2], share);
        found.set(number, sum);
      });
    });
    return found;
  }

  /**
   * @param {string} query as it was typed
   * @param {{kind?: string, year?: number}} filter
   * @returns {Promise<Answer>}
   */
  async search(query, filter = {}) {
    await this.open();
    const typed = wordsOf(query.normalize("NFKC")).filter((word) => !word.last);
    const words = typed.filter((word, n) => typed.findIndex((one) => one.form === word.form) === n);
    const phrases = [...query.normalize("NFKC").matchAll(PHRASE)].map((one) => flat(one[1]));
    const forms = new Set();
    const meant = new Map();
    const terms = await Promise.all(
      words.map(async (word, n) => {
        let found = await this.#forms(word, n === words.length - 1 && !phrases.length);
        if (!found.length && !word.unspaced && !phrases.length) {
          const nearest = await this.#nearest(word.form);
          if (nearest) {
            meant.set(query.normalize("NFKC").slice(word.start, word.end), nearest);
            found = await this.#forms({ ...word, form: nearest }, false);
          }
        }
        for (const [one] of found) forms.add(one.form);
        return this.#term(found);
      }),
    );
    const { hits, partial } = this.#ranked(terms);
    const all = phrases.length ? (partial ? [] : await this.#withPhrases(hits, phrases)) : hits;
    const of = (kind, year) => all.filter((hit) => (!kind || hit.kind === kind) && (!year || hit.year === year));
    const count = (list, key) => {
      const counts = new Map();
      for (const hit of list) counts.set(hit[key], (counts.get(hit[key]) ?? 0) + 1);
      return counts;
    };
    return {
      hits: of(filter.kind, filter.year),
      kinds: count(of("", filter.year), "kind"),
      years: count(of(filter.kind, 0), "year"),
      forms,
      meant,
      partial: partial && all.length > 0,
    };
  }

  /** BM25 (k1 1.2, b 0.75); what stands in a title counts more than anything in a text can. */
  #ranked(terms) {
    const all = this.texts.size;
    const sums = new Map();
    let whole = 0;
    for (const term of terms) {
      const rarity = Math.log(1 + (all - term.size + 0.5) / (term.size + 0.5));
      whole += rarity;
      for (const [number, [often, title, key]] of term) {
        const text = this.texts.get(number);
        if (!text) continue; // of a newer index than the one that was loaded first
        const sum = sums.get(number) ?? { number, score: 0, terms: 0, titles: 0, mass: 0, kind: text.kind, year: text.year };
        const norm = 1.2 * (0.25 + (0.75 * text.words) / this.average);
        sum.score += rarity * ((2.2 * often) / (often + norm) + 2.5 * title + 1.2 * key);
        sum.terms += 1;
        sum.titles += title;
        sum.mass += rarity;
        sums.set(number, sum);
      }
    }
    let hits = [...sums.values()];
    const full = hits.filter((hit) => hit.terms === terms.length);
    const partial = !full.length;
    hits = partial ? hits.filter((hit) => hit.mass >= whole / 3) : full;
    for (const hit of hits) hit.score += (3 * whole * hit.titles) / terms.length;
    hits.sort((a, b) => b.score - a.score || b.number - a.number);
    return { hits, partial };
  }

  async #withPhrases(hits, phrases) {
    const first = hits.slice(0, CHECKED);
    const texts = await Promise.all(
      (await this.details(first)).map(async (one) => flat(one.title) + flat(await this.text(one).catch(() => ""))),
    );
    return first.filter((_, n) => phrases.every((phrase) => texts[n].includes(phrase)));
  }

  /**
   * The titles and addresses of hits.
   * @param {Hit[]} hits
   * @returns {Promise<Details[]>}
   */
  async details(hits) {
    const chunks = await Promise.all(hits.map((hit) => this.#file(`d${Math.floor(hit.number / 64)}`)));
    return hits.map(({ number, kind }, n) => {
      const found = chunks[n].find((one) => one[0] === number) ?? [number, "", "", "", ""];
      const [, url, title, language, day, summary = ""] = found;
      return { number, url, title, language, day, kind, summary };
    });
  }

  /** What stands in a page of ours; of lists and partners no more than what we say of them. @param {Details} one */
  async text({ url, kind, summary }) {
    return summary || ["partner", "series", "category"].includes(kind) ? summary : this.read(url);
  }
}
