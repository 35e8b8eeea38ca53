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
const LETTER = "[\\p{L}\\p{N}]";
const PIECE = `(?:[0-9]{1,3}(?:[.,][0-9]{3})+(?!${LETTER}|_)|(?:${LETTER}|[${MARKS}])+)`;
const JOINT = "-\\u2010\\u2011'\\u2019()\\[\\]";
const SIGN = `\\+\\+|#(?!${LETTER}|_)`; // at the end of a word, such as C++ or C#
const WORD = new RegExp(`${PIECE}(?:[${JOINT}]${PIECE})*(?:${SIGN})?`, "gu");
const PART = new RegExp(`[^${JOINT}.,+#]+`, "gu");
const UNSPACED = new RegExp(
  "[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf" +
    "\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]+",
  "gu",
);
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670]/g;
const LETTERS = {
  ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ŧ: "t", ß: "ss", æ: "ae", œ: "oe", þ: "th", ς: "σ",
};
const PHRASE = /["“”„«»「」『』]([^"“”„«»「」『』]+)["“”„«»「」『』]/g;
const CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Uint8Array(128);
[...CODE].forEach((letter, n) => (VALUES[letter.charCodeAt(0)] = n));

const SHORTEST_PREFIX = 2; // letters from which on a word may be the beginning of another
const SHORTEST_MISTYPED = 4; // letters from which on a word may have been mistyped
const MOST_LONGER = 20; // words that a beginning stands for
const MOST_JOINED = 4; // words of a query, at most, that are also looked for as one: "year end" and year-end
const READ_AT_ONCE = 20; // pages that are read for a phrase in quotation marks
const MOST_READ = 100;
const ENOUGH = 10; // results with a phrase, after which no more pages are read
const EXCERPT = 28; // words

/** Lower case without accents: Żółw → zolw. @param {string} word */
export function fold(word) {
  const letters = word.toLowerCase().normalize("NFKD").replace(/[łøđðħıŧßæœþς]/g, (one) => LETTERS[one]);
  return letters.replace(ACCENTS, "").normalize("NFC");
}

/**
 * @typedef {{form: string, start: number, end: number, unspaced?: boolean, last?: boolean, alias?: boolean,
 *   parts?: Token[]}} Token
 *   form: the word, folded. start, end: its place in the text. unspaced: two letters of a script without spaces.
 *   last: the last letter of such a script alone. alias: another form of the words before; of `e-mail` it is
 *   `email`, and its parts are `e` and `mail`.
 */

/** The words of a text in their order. @param {string} text @returns {Token[]} */
function wordsOf(text) {
  const found = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const plain = word.replace(/(?:\+\+|#)$/, "");
    const parts = [...plain.matchAll(PART)];
    const isCompound = parts.length === 1 || /[^'\u2019]/.test(plain.replace(PART, ""));
    const first = found.length;
    for (const part of parts) {
      if (isCompound || part[0].length > 1) split(part[0], index + part.index, found);
    }
    const place = { start: index, end: index + word.length };
    if (word !== plain) {
      for (const part of found.slice(first)) part.alias = true;
      found.push({ form: fold(word), ...place });
    } else if (parts.length > 1) {
      found.push({ form: fold(parts.join("")), ...place, alias: true, parts: found.slice(first).filter(({ last }) => !last) });
    }
  }
  return found;
}

function split(word, start, found) {
  const add = (from, to) => {
    const form = fold(word.slice(from, to));
    if (form) found.push({ form, start: start + from, end: start + to });
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

/** What words are put in order by, as in shards.py. @param {string} word */
export function prefixOf(word) {
  const plain = (letter) => (/[0-9a-z]/.test(letter) ? letter : `-${letter.codePointAt(0).toString(16).padStart(5, "0")}`);
  return [...word].slice(0, word[0] < "\u0080" ? 4 : 2).map(plain).join("");
}

const backwards = (word) => [...word].reverse().join("");
const commonLength = (one, other) => [...one].findIndex((letter, n) => letter !== other[n]) >>> 0;

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

/** Calls `found(number, weight)` for each document in encoded postings. */
function eachPosting(text, found) {
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

const isTyped = ({ last, alias }) => !last && !alias;
const flat = (text) => ` ${wordsOf(text).filter(isTyped).map((word) => word.form).join(" ")} `;

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
    const { kinds, years, number, kind, year, length, shards, endings } = await this.load("index");
    this.shards = shards.split(" "); // each named by the first prefix that it has, in order
    this.endings = endings ? endings.split(" ") : []; // of words that are spelt backwards
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

  /** Those of `shards` that hold words with a prefix: the nearest to the whole word, at most so many. */
  #shardsOf(shards, prefix, most = 1, whole = prefix) {
    let first = 0;
    let end = shards.length;
    while (end - first > 1) {
      const middle = (first + end) >> 1;
      if (shards[middle] <= prefix) first = middle;
      else end = middle;
    }
    let last = first + 1;
    while (shards[last]?.startsWith(prefix)) last += 1;
    const found = shards.slice(first, last);
    return whole === prefix ? found.slice(0, most) : found.sort((a, b) => commonLength(b, whole) - commonLength(a, whole)).slice(0, most);
  }

  /** The words of shards: each stem with its forms. */
  async #entries(shards) {
    const found = new Map();
    const files = await Promise.all(shards.map((shard) => this.#file(`w${shard}`)));
    files.forEach((entries, n) => {
      for (const [stem, ...pairs] of entries) {
        if (!found.has(stem)) found.set(stem, []);
        for (let m = 0; m < pairs.length; m += 2) {
          found.get(stem).push({ form: pairs[m], postings: pairs[m + 1], stem, shard: shards[n] });
        }
      }
    });
    return [...found.values()];
  }

  async #postings({ form, postings, stem, shard }) {
    return typeof postings === "string" ? postings : (await this.#file(`w${shard}.${postings}`))[`${form} ${stem}`] ?? "";
  }

  /** The forms of a word that is known, each with how much it counts. */
  async #known(form) {
    const shards = this.#shardsOf(this.shards, prefixOf(form));
    const isIt = (entry) => entry.some((one) => one.form === form);
    let entries = (await this.#entries(shards)).filter(isIt);
    // The forms of a short stem may lie in other shards.
    const short = entries.map(([{ stem }]) => stem).filter((stem) => stem.length < 4 && stem < "\u0080");
    if (short.length) {
      const others = short.flatMap((stem) => this.#shardsOf(this.shards, prefixOf(stem), 2));
      entries = (await this.#entries([...new Set([...shards, ...others])])).filter(isIt);
    }
    return entries.flat().map((one) => [one, one.form === form ? 1 : 0.9]);
  }

  /** The forms that a typed word stands for, each with how much it counts. */
  async #forms(word, isLast) {
    const { form } = word;
    const length = [...form].length;
    const isOpen = word.unspaced ? length === 1 : length > 1 && /^[\uac00-\ud7a3]+$/.test(form); // particles follow
    const found = await this.#known(form);
    if (!(isOpen || (length >= SHORTEST_PREFIX && !word.unspaced && (!found.length || (isLast && length > 2))))) return found;
    const isKnown = found.length > 0;
    const entries = await this.#entries(this.#shardsOf(this.shards, prefixOf(form), 3));
    if (!isKnown) {
      // A form that stands nowhere, such as a plural: the word that it is a form of, by the length of what is common.
      const ends = ({ stem }) => stem.length >= SHORTEST_MISTYPED && form.length - stem.length <= 4 && form.startsWith(stem);
      const alike = entries.filter(([one]) => ends(one)).sort(([a], [b]) => b.stem.length - a.stem.length)[0] ?? [];
      for (const one of alike) found.push([one, 0.9]);
    }
    const isNew = (one) => !found.some(([{ form: known, stem }]) => known === one.form && stem === one.stem);
    const longer = entries.flat().filter((one) => one.form.startsWith(form) && isNew(one));
    longer.sort((a, b) => a.form.length - b.form.length || (a.form < b.form ? -1 : 1));
    let blocks = isOpen ? MOST_LONGER : isKnown ? 0 : 6; // long lists of postings to load for them, at most
    const near = longer.filter(({ postings }) => typeof postings === "string" || blocks-- > 0);
    for (const one of near.slice(0, MOST_LONGER)) found.push([one, isKnown ? 0.4 : 0.8]);
    return found;
  }

  /**
   * The known word that is nearest to one that is not known. Of two halves one was typed well, so it is looked for
   * among the words that begin alike, and among those that end alike.
   */
  async #nearest(form) {
    const { length } = form;
    if (length < SHORTEST_MISTYPED) return "";
    const most = length < 7 ? 1 : 2;
    const head = Math.min(4, (length - 1) >> 1);
    const tail = Math.min(4, length - 1 - head);
    const reversed = backwards(form);
    const near = (shards, word, n) => this.#shardsOf(shards, prefixOf(word.slice(0, n)), 6, prefixOf(word));
    const [entries, ...endings] = await Promise.all([
      this.#entries(near(this.shards, form, head)),
      ...(this.endings.length ? near(this.endings, reversed, tail) : []).map((name) => this.#file(`e${name}`)),
    ]);
    const candidates = [
      ...entries.flat(),
      ...endings.flatMap((words) => words.split(" ").map((word) => ({ form: backwards(word), stem: "" }))),
    ];
    let best = new Set();
    let least = [most + 1];
    for (const { form: known, stem } of candidates) {
      if (known.length < SHORTEST_MISTYPED) continue;
      const itself = /^[\u0590-\u06ff]+$/.test(form) && known.endsWith(form) ? Math.min(2, known.length - length) : distance(form, known, most);
      let far = itself;
      for (let cut = 0; stem.length >= (cut ? 6 : SHORTEST_MISTYPED) && cut < 3; cut += 1) {
        far = Math.min(far, distance(form.slice(0, length - cut), stem, most));
      }
      const rank = [far, itself, known.length < length]; // a letter is more often left out than typed too much
      const order = rank.map((one, n) => one - least[n]).find((one) => one) ?? 0;
      if (far > most || order > 0) continue;
      if (order < 0) [best, least] = [new Set(), rank];
      best.add(known);
    }
    // Of those that are as near, the word that stands in most texts; what was found may be a stem.
    const often = ({ postings }) => (typeof postings === "string" ? postings.length : Infinity);
    const found = await this.#entries([...new Set([...best].sort().slice(0, 4).flatMap((one) => this.#shardsOf(this.shards, prefixOf(one))))]);
    const words = found.flat().filter(({ form: known, stem }) => best.has(known) || best.has(stem));
    words.sort((a, b) => best.has(b.form) - best.has(a.form) || often(b) - often(a));
    return words[0]?.form ?? "";
  }

  /** Of each document that has a word: how often, in the title, as a keyword. */
  async #term(forms) {
    const lists = await Promise.all(forms.map(([one]) => this.#postings(one)));
    const found = new Map();
    lists.forEach((list, n) => {
      const share = forms[n][1];
      eachPosting(list, (number, weight) => {
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
    const text = query.normalize("NFKC");
    const tokens = wordsOf(text);
    const typed = tokens.filter(isTyped);
    const nth = new Map();
    for (const { form } of typed) if (!nth.has(form)) nth.set(form, nth.size);
    const words = [...nth.keys()].map((form) => typed.find((one) => one.form === form));
    const phrases = [...text.matchAll(PHRASE)].map((one) => flat(one[1]));
    const forms = new Set();
    const meant = new Map();
    const joined = await this.#joined(tokens, typed);
    const terms = await Promise.all(
      words.map(async (word, n) => {
        let found = await this.#forms(word, n === words.length - 1 && !phrases.length);
        if (!found.length && !word.unspaced && !phrases.length && !joined.some(({ parts }) => parts.includes(word.form))) {
          const nearest = await this.#nearest(word.form);
          if (nearest) {
            meant.set(text.slice(word.start, word.end), nearest);
            found = await this.#forms({ ...word, form: nearest }, false);
          }
        }
        for (const [one] of found) forms.add(one.form);
        return this.#term(found);
      }),
    );
    for (const { parts, found } of joined) {
      for (const [one] of found) forms.add(one.form);
      for (const [number, fields] of await this.#term(found)) {
        for (const term of new Set(parts.map((form) => terms[nth.get(form)]))) {
          const [often, title, key] = term.get(number) ?? [0, 0, 0];
          term.set(number, [often + fields[0], Math.max(title, fields[1]), Math.max(key, fields[2])]);
        }
      }
    }
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

  /** The words of a query that are known as one word too: `email` for "e-mail" and for "e mail". */
  async #joined(tokens, typed) {
    const candidates = tokens.filter((one) => one.parts).map(({ form, parts }) => ({ form, parts: parts.map((one) => one.form) }));
    for (let n = 1; n < typed.length && typed.length <= MOST_JOINED; n += 1) {
      const pair = typed.slice(n - 1, n + 1);
      const parts = pair.map((one) => one.form);
      if (!pair.some((one) => one.unspaced)) candidates.push({ form: parts.join(""), parts });
    }
    await Promise.all(candidates.map(async (one) => (one.found = await this.#known(one.form))));
    return candidates.filter(({ found }) => found.length);
  }

  /** BM25 (k1 1.2, b 0.75); what stands in a title counts more than anything in a text can. */
  #ranked(terms) {
    const all = this.texts.size;
    const sums = new Map();
    let whole = 0;
    for (const term of terms) {
      const idf = Math.log(1 + (all - term.size + 0.5) / (term.size + 0.5));
      if (term.size) whole += idf;
      for (const [number, [often, title, key]] of term) {
        const text = this.texts.get(number);
        if (!text) continue; // of a newer index than the one that was loaded first
        const sum = sums.get(number) ?? { number, score: 0, terms: 0, titles: 0, found: 0, kind: text.kind, year: text.year };
        const norm = 1.2 * (0.25 + (0.75 * text.words) / this.average);
        sum.score += idf * ((2.2 * often) / (often + norm) + 2.5 * title + 1.2 * key);
        sum.terms += 1;
        sum.titles += title;
        sum.found += idf;
        sums.set(number, sum);
      }
    }
    let hits = [...sums.values()];
    const full = hits.filter((hit) => hit.terms === terms.length);
    const partial = !full.length;
    hits = partial ? hits.filter((hit) => hit.found >= whole / 3) : full;
    for (const hit of hits) hit.score += (3 * whole * hit.titles) / terms.length;
    hits.sort((a, b) => b.score - a.score || b.number - a.number);
    return { hits, partial };
  }

  /** Those of the first hits whose pages have the phrases. */
  async #withPhrases(hits, phrases) {
    const found = [];
    for (let n = 0; n < Math.min(hits.length, MOST_READ) && found.length < ENOUGH; n += READ_AT_ONCE) {
      const some = hits.slice(n, n + READ_AT_ONCE);
      const texts = await Promise.all(
        (await this.details(some)).map(async (one) => flat(one.title) + flat(await this.text(one).catch(() => ""))),
      );
      found.push(...some.filter((_, m) => phrases.every((phrase) => texts[m].includes(phrase))));
    }
    return found;
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
