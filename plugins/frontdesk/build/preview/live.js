// Shows the page as the last build has made it. Where more than its own part has changed, or a style, script or
// picture of it, the browser loads it again.
const script = document.currentScript;
const tags = new Map([[location.href, script.dataset.tag]]);
let sent; // the page as the server has sent it; scripts may have changed what stands in the window

function parts() {
  const found = document.querySelectorAll('link[rel=stylesheet], script[src], img[src]');
  const addresses = [location.href, ...[...found].map((part) => part.href || part.src)];
  return addresses.filter((address) => new URL(address).origin === location.origin);
}

// What the browser has to load again for: the frame around the page's own part, and what is asked for in its head.
function frame(page) {
  const copy = page.cloneNode(true);
  for (const part of copy.querySelectorAll('main > *, title, meta, [type="application/ld+json"]')) part.remove();
  copy.querySelector('main').textContent = '';
  copy.querySelector('[data-tag]').removeAttribute('data-tag');
  return copy.documentElement.outerHTML.replace(/\s+/g, ' '); // what was taken out leaves lines
}

// Put the page's own part into the window, where that is all that has changed. A script may hold elements of the part,
// unless it is one of those that every page has.
function show(next) {
  const isPlain = (page) => page.querySelector('main') && !page.querySelector('script[type=module], body script');
  if (!sent || !isPlain(sent) || !isPlain(next) || frame(sent) !== frame(next)) return false;
  document.title = next.title;
  document.querySelector('main').replaceWith(document.adoptNode(next.querySelector('main').cloneNode(true)));
  return true;
}

async function look() {
  for (const address of parts()) {
    const isPage = address === location.href;
    const answer = await fetch(address, { method: isPage ? 'GET' : 'HEAD', cache: 'no-store' });
    const tag = answer.headers.get('ETag');
    const page = isPage && new DOMParser().parseFromString(await answer.text(), 'text/html');
    const isOther = tags.has(address) && tags.get(address) !== tag;
    if (isOther && !(isPage && show(page))) return location.reload();
    tags.set(address, tag);
    if (isPage) sent = page;
  }
}

let looking = look();

function again() {
  looking = looking.then(look).catch(() => setTimeout(again, 1000));
}

new EventSource('/.live/events').onmessage = again;
