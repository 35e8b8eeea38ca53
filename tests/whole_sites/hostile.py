"""Partners who wish the site ill: a feed for each text, with the text in every field, and in every
free text of feeds.yaml and curation.yaml (E5, E6, F4)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape

from tests.whole_sites.building import Site

EVIL = "https://evil.example"

TEXTS = {
    "script": f'"><script>alert(1)</script><script src="{EVIL}/x.js"></script>',
    "image": f'<img src="{EVIL}/x.png" onerror=alert(1)><video src={EVIL}/x poster={EVIL}/p>words',
    "svg": '<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>words</text></a></svg>',
    "math": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
    'onerror=alert(1)&gt;">words',
    "structure": "</p></div></li></ul></article></section></main></body></html>"
    '<main id="main" class="masthead"><h1>A second heading</h1><nav>words</nav></main><!doctype html>',
    "form": f'<form action="{EVIL}" id=main><input name=body autofocus onfocus=alert(1)><button>words',
    "frame": f'<base href="{EVIL}/"><iframe srcdoc="<script>parent.alert(1)</script>"></iframe>'
    f'<object data="{EVIL}"></object><embed src="{EVIL}">words',
    "style": f'<style>main{{display:none}}</style><link rel=stylesheet href="{EVIL}/x.css">'
    f'<meta http-equiv=refresh content="0;url={EVIL}"><p style="position:fixed;inset:0">words',
    "unclosed": '<!-- words <textarea><title><plaintext><select><table><td><a href="',
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">words',
    "quotes": "\" onmouseover=\"alert(1)\" autofocus onfocus='alert(1)' ` x=\"' onload='alert(1) words",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt; "
    "&#60;img src=x onerror=alert(1)&#62; &nbsp; &bogus; &#0; &#x1F; &#xD800; words",
    "cdata": "]]> words <![CDATA[ <x> ]]]]><![CDATA[> &xxe; <?xml version='1.0'?> <!ENTITY a 'b'>",
    "script link": "javascript:alert(1)//words",
    "broken script link": " \tJaVa\nScRiPt:alert(1)//words",
    "data link": "data:text/html,<script>alert(1)</script>words",
    "quoted link": f'{EVIL}/" onclick="alert(1)" x=\'<b>{{{{ 7 * 7 }}}}|{{attach}}',
    "link in text": f'<a href="javascript:alert(1)" onclick=alert(1) target=_top ping="{EVIL}">words</a>'
    f'<a href="//evil.example" id=blogroll class=skip>more</a><b/onmouseover=alert(1)>end',
    "template": "{{ 7 * 7 }} {% include '404.html' %} {# gone #} {{ SITENAME }} ${7*7} <%= 7*7 %> words",
    "pelican": "{filename}/posts/2026-11-16-own.md {attach}../conf.py |static|/../conf.py {index} words "
    '<a href="{attach}../../pelicanconf.py">one</a> <a href="{static}/../conf.py">two</a> '
    '<a href="|attach|../conf.py">three</a> <img src="{attach}/../conf.py"> [x]({attach}../conf.py)',
    "markdown": f"# Words\n\n[link](javascript:alert(1)) ![image]({EVIL}/x.png) **bold** `code`\n\n"
    f"    indented\n\n<{EVIL}>\n\n[^1]: note\n\n- item\n\n---\n\n```\nfence",
    "control": "wo\x00rds\x01\x08\x0b\x0c\x1b[31m\x7f\x85\x9b\u2028\u2029\ufffe\uffff end",
    "half a character": "words \ud800 and \udfff end",
    "backwards": "words \u202egpj.exe\u202c \u2066in\u2069 \u200fright\u200e \u061c \ufeff end",
    "piled up": "w" + "\u0301\u0323" * 300 + "ords \U0001f468\u200d\U0001f469\u200d\U0001f467 end",
    "long word": "w" * 6000,
    "long words": "words " * 5000,
    "long line": f"<pre>{'w' * 2000} {'words ' * 200}</pre><table><tr>{'<td>wordswords' * 30}</table>",
    "deep": "<div><b>" * 600 + "words",
    "path": "../../../etc/passwd\\..\\NUL words",
    "clobber": '<a id=location name=document href="/">words</a><p id=main class="skip">x<p id=blogroll>',
}
"""What to call it, and what stands in every field."""

HARMLESS = dict.fromkeys(("one", "two", "three"), "Some plain words")
"""Partners of the same kinds on a good day."""

EDITORS = (
    "</h2></a>{{ 7 * 7 }} {% x %} {attach}../conf.py [b](javascript:b) <b>words</b> &amp; \u202e]]>"
)
"""What the editor writes for all partners together: one text, because every page bears it."""

RETIRED = "-once.html"
"""How the pages of retired partners end."""

FORMATS = ("json", "rss", "atom", "rdf", "old atom", "old json")
NOW = "2026-11-18T12:00:00Z"


def make_partners(site: Site, texts: Mapping[str, str], editors: str = EDITORS) -> None:
    """Write the lists and the feeds, refresh, and build. The formats take turns."""
    rows = []
    for n, (name, text) in enumerate(texts.items()):
        format_ = FORMATS[n % len(FORMATS)]
        id_ = name.replace(" ", "-")
        file = f"{id_}.{'json' if 'json' in format_ else 'xml'}"
        (site.folder / file).write_bytes(document(format_, text, n))
        rows.append(_partner(id_, n, file, text))
    said = _yaml(editors)
    site.feeds(
        f"about: {{contact: {said}}}\n"
        f"blogroll: {{title: {said}, limit: 99, sort: manual, snippet: yes, quiet_after: never}}\n"
        f"digest: {{daily: yes}}\npartners:\n{''.join(rows)}"
    )
    (site.folder / "curation.yaml").write_text(
        "entries:\n"
        + "".join(f"  - {{link: {_link(n)}, pin: yes, note: {said}}}\n" for n in range(len(texts))),
        encoding="utf-8",
    )
    site.post(
        "posts/2026-11-16-own.md",
        "Title: Own\nDate: 2026-11-16 09:00\nTags: one\nCategory: Two\n\nWords of ours.\n",
    )
    assert site.refresh(NOW, "--quiet") == 0
    site.build(NOW)


def document(format_: str, text: str, n: int = 0) -> bytes:
    """A feed with the text in every field, and as whole as the format allows."""
    # What JSON writes as \u0000 no XML can hold at all.
    return _DOCUMENTS[format_](text, n).replace("\0", "").encode("utf-8", "replace")


def _partner(id_: str, n: int, file: str, text: str) -> str:
    """A partner whose feed is read, and one who is retired for a reason."""
    said = _yaml(text if text.isalpha() else text[:400])  # every page bears it
    seen = "".join(f"    {field}: {said}\n" for field in ("name", "author", "topic", "description"))
    return (
        f"  - id: {id_}\n    feed: {file}\n    home: https://{id_}.example/\n    backfill: all\n"
        f"    show: {'excerpts' if n % 4 == 1 else 'full'}\n"
        f"    consent: {{by: {said}, date: 2026-11-01, note: {said}}}\n{seen}"
        f"  - id: {id_}{RETIRED.removesuffix('.html')}\n    status: retired\n    reason: {said}\n{seen}"
    )


def _yaml(text: str) -> str:
    """A quoted scalar; what YAML cannot hold even so is left out."""
    whole = re.sub("[\ud800-\udfff]", "", text)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        json.dumps(whole, ensure_ascii=False),
    )


# Of the two entries of a feed the first has a link that leads somewhere.


def _link(n: int) -> str:
    return f"https://blog-{n}.example/one"


def _rss(text: str, n: int) -> str:
    said = escape(text)
    raw = text.replace("]]>", "]]]]><![CDATA[>")
    items = "".join(
        f"<item><title>{said}</title><link>{link}</link><guid>{said}{k}</guid>"
        f"<pubDate>{17 - k} Nov 2026 09:00:00 GMT</pubDate><dc:creator>{said}</dc:creator>"
        f'<category domain="{said}">{said}</category><comments>{said}</comments>'
        f'<source url="{said}">{said}</source><description><![CDATA[{raw}]]></description>'
        f"<content:encoded><![CDATA[<p>{k}{n}rss</p>{raw}]]></content:encoded>"
        f'<enclosure url="{said}" type="{said}" length="{said}"/></item>'
        for k, link in enumerate((_link(n), said))
    )
    return (
        f'{_PROLOG}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{said}</title><link>https://blog-{n}.example/</link>"
        f"<description>{said}</description><language>{said}</language><generator>{said}</generator>"
        f"<image><url>{said}</url><title>{said}</title><link>{said}</link></image>"
        f"<copyright>{said}</copyright>{items}</channel></rss>"
    )


def _rdf(text: str, n: int) -> str:
    """RSS 1.0, which is also how RSS 0.90 was written."""
    said = escape(text)
    items = "".join(
        f'<item rdf:about="{said}{k}"><title>{said}</title><link>{link}</link>'
        f"<description>{said}</description><dc:creator>{said}</dc:creator><dc:subject>{said}</dc:subject>"
        f"<dc:rights>{said}</dc:rights><dc:date>2026-11-{17 - k}T09:00:00Z</dc:date>"
        f"<content:encoded>{escape(f'<p>{k}{n}rdf</p>')}{said}</content:encoded></item>"
        for k, link in enumerate((_link(n), said))
    )
    return (
        f'{_PROLOG}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cc="http://web.resource.org/cc/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f'<channel rdf:about="{said}"><title>{said}</title><link>https://blog-{n}.example/</link>'
        f"<description>{said}</description><dc:language>{said}</dc:language>"
        f'<cc:license rdf:resource="{said}"/>'
        f"<dc:rights>{said}</dc:rights></channel>{items}</rdf:RDF>"
    )


def _atom(text: str, n: int) -> str:
    said = escape(text)
    entries = "".join(
        f'<entry xml:lang="{said}"><title type="{kind}">{said}</title><id>{said}{k}</id>'
        f'<link href="{link}"/><link rel="enclosure" href="{said}" type="{said}" title="{said}"/>'
        f"<published>2026-11-{17 - k}T10:00:00Z</published><updated>2026-11-{17 - k}T10:00:00Z</updated>"
        f"<author><name>{said}</name><uri>{said}</uri><email>{said}</email></author>"
        f'<category term="{said}" scheme="{said}" label="{said}"/><rights>{said}</rights>'
        f'<summary type="{kind}">{said}</summary><content type="{kind}">{k}{n}atom {said}</content></entry>'
        for k, (kind, link) in enumerate((("html", _link(n)), ("text", said)))
    )
    return (
        f'{_PROLOG}<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title type="html">{said}</title><subtitle>{said}</subtitle><id>{said}</id>'
        f'<link href="https://blog-{n}.example/"/><link rel="license" href="{said}"/>'
        f'<icon>{said}</icon><logo>{said}</logo><generator uri="{said}" version="{said}">{said}</generator>'
        f"<rights>{said}</rights><updated>2026-11-17T10:00:00Z</updated>{entries}</feed>"
    )


def _old_atom(text: str, n: int) -> str:
    """Atom 0.3."""
    said = escape(text)
    entries = "".join(
        f'<entry><title type="text/html" mode="escaped">{said}</title><id>{said}{k}</id>'
        f'<link rel="alternate" type="text/html" href="{link}"/><author><name>{said}</name></author>'
        f"<issued>2026-11-{17 - k}T10:00:00Z</issued><modified>2026-11-{17 - k}T10:00:00Z</modified>"
        f'<summary type="text/html" mode="escaped">{said}</summary>'
        f'<content type="text/html" mode="escaped">{k}{n}old {said}</content></entry>'
        for k, link in enumerate((_link(n), said))
    )
    return (
        f'{_PROLOG}<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="{said}">'
        f'<title mode="escaped" type="text/html">{said}</title><tagline>{said}</tagline><id>{said}</id>'
        f'<link rel="alternate" type="text/html" href="https://blog-{n}.example/"/>'
        f"<copyright>{said}</copyright><modified>2026-11-17T10:00:00Z</modified>{entries}</feed>"
    )


def _json(text: str, n: int, version: str = "1.1") -> str:
    person = {"name": text, "url": text, "avatar": text}
    by = {"authors": [person]} if version == "1.1" else {"author": person}
    return json.dumps(
        {
            "version": f"https://jsonfeed.org/version/{version}",
            "title": text,
            "home_page_url": f"https://blog-{n}.example/",
            **dict.fromkeys(("description", "feed_url", "icon", "favicon", "language"), text),
            **by,
            "items": [
                {
                    "id": f"{text}{k}",
                    "url": link,
                    **dict.fromkeys(
                        ("title", "summary", "image", "banner_image", "language"), text
                    ),
                    "external_url": text,
                    "content_html": f"{k}{n}json {text}",
                    "date_published": f"2026-11-{17 - k}T11:00:00Z",
                    **by,
                    "tags": [text],
                    "attachments": [{"url": text, "mime_type": text, "title": text}],
                }
                for k, link in enumerate((_link(n), text))
            ],
        }
    )


def _old_json(text: str, n: int) -> str:
    return _json(text, n, "1")


_PROLOG = '<?xml version="1.0" encoding="utf-8"?>'
_DOCUMENTS = {
    "rss": _rss,
    "rdf": _rdf,
    "atom": _atom,
    "old atom": _old_atom,
    "json": _json,
    "old json": _old_json,
}
