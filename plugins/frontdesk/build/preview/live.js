// Loads the page again when a build has changed it, or a style, script or picture of it.
const script = document.currentScript;
const tags = new Map([[location.href, script.dataset.tag]]);

function parts() {
  const found = document.querySelectorAll('link[rel=stylesheet], script[src], img[src]');
  const addresses = [location.href, ...[...found].map((part) => part.href || part.src)];
  return addresses.filter((address) => new URL(address).origin === location.origin);
}

async function look() {
  for (const address of parts()) {
    const answer = await fetch(address, { method: 'HEAD', cache: 'no-store' });
    const tag = answer.headers.get('ETag');
    if (tags.has(address) && tags.get(address) !== tag) return location.reload();
    tags.set(address, tag);
  }
}

let looking = look();
new EventSource('/.live/events').onmessage = () => {
  looking = looking.then(look).catch(() => {});
};
