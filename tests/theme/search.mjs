// Queries in, what the page Search finds out: node search.mjs ENGINE INDEX < {"queries": […], "texts": {url: text}}
// INDEX is the folder of the index. `bytes` and `files` are what a query loaded that none before it had, packed.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

const [engine, folder] = process.argv.slice(2);
const source = await readFile(engine, "utf8");
const { SearchIndex, excerpt } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
const { queries, texts, fresh } = JSON.parse(await text(process.stdin));
let loaded = [];
const load = async (name) => {
  const data = await readFile(`${folder}/${name}.json`);
  loaded.push([name, gzipSync(data).length]);
  return JSON.parse(data);
};
const read = async (url) => texts[url] ?? "";
let index = new SearchIndex(load, read);
const answers = [];
for (const one of queries) {
  const { q, filter } = typeof one === "string" ? { q: one } : one;
  if (fresh) {
    index = new SearchIndex(load, read);
    await index.open();
    loaded = [];
  }
  const answer = await index.search(q, filter);
  const shown = await index.details(answer.hits.slice(0, 10));
  answers.push({
    q,
    count: answer.hits.length,
    urls: shown.map((hit) => hit.url),
    scores: answer.hits.slice(0, 10).map((hit) => hit.score),
    kinds: Object.fromEntries(answer.kinds),
    years: Object.fromEntries(answer.years),
    meant: Object.fromEntries(answer.meant),
    partial: answer.partial,
    excerpts: await Promise.all(shown.map(async (hit) => excerpt(await index.text(hit), answer.forms))),
    files: loaded.map(([name]) => name),
    bytes: loaded.reduce((sum, [, size]) => sum + size, 0),
  });
  loaded = [];
}
console.log(JSON.stringify(answers));
