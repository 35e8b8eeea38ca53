"""The text of a WordPress post in, the HTML that its readers got out. Pure.

Comments of its block editor go, known shortcodes become elements, and empty lines divide paragraphs, as
WordPress does it when a page is shown (wpautop).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape

from msgspec import Struct

from ..addresses.old_numbers import number_in
from ..model import Attachment, Remark

_BLOCK = re.compile(r"<!--\s*(/?)wp:([\w/-]+)\s*(\{.*?\})?\s*(/?)-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE_SHORTCODES = (
    "sourcecode|source|code|codesyntax|php|python|css|html|xml|sql|bash|javascript|java|ruby|text|"
    "plain"
)
_CODE = re.compile(rf"\[({_CODE_SHORTCODES})(\s[^\]]*)?\](.*?)\[/\1\]", re.DOTALL | re.IGNORECASE)
_CAPTION = re.compile(r"\[(wp_)?caption([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
_SHORTCODE = re.compile(r"(?<!\[)\[(/?)([a-zA-Z][\w-]*)((?:[\s=:][^\[\]]*)?)\](?!\])")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
_ALONE = re.compile(r"^[ \t]*(https?://[^\s<>\"\[\]]+)[ \t]*$", re.MULTILINE)
_SHOWN = re.compile(
    r"https?://(?:[\w-]+\.)*(?:youtube\.com/|youtu\.be/|vimeo\.com/\d|dailymotion\.com/video|soundcloud\.com/|"
    r"open\.spotify\.com/|twitter\.com/\w+/status|x\.com/\w+/status|instagram\.com/p/|slideshare\.net/|ted\.com/talks)"
)
_KNOWN_WORDS = (
    "youtube vimeo embed video audio gallery gist tweet caption wp_caption soundcloud dailymotion "
    "googlemaps ted slideshare instagram playlist"
)
_KNOWN = frozenset(_KNOWN_WORDS.split())
_DROPPED_WORDS = (
    "contact-form contact-form-7 contact-field ad adsense more nextpage toc sociable share "
    "subscribe jetpack-related-posts polldaddy poll"
)
_DROPPED = frozenset(_DROPPED_WORDS.split())
_PLAYED = ("src", "mp4", "mp3", "m4v", "webm", "ogv", "ogg", "m4a", "wav")
_BLOCK_TAGS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|"
    "address|p|h[1-6]|hr|fieldset|legend|section|article|aside|header|footer|nav|figure|figcaption|details|"
    "summary|iframe|object|video|audio|script|style|center|embed"
)
_ONE_PARAGRAPH = re.compile(
    r"(<(td|th|dt|dd|li|h[1-6]|caption|figcaption|summary)\b[^>]*>)\s*<p>((?:(?!</?p>).)*)</p>\s*(</\2>)",
    re.DOTALL | re.IGNORECASE,
)
_PRE = re.compile(r"<(pre|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LINKED_PICTURE = re.compile(r"""(<a\b[^>]*\bhref=["'])([^"']+)(["'][^>]*>\s*<img\b)""")
_HELD = re.compile("\ue010(\\d+)\ue011")


class WordPressText(Struct, frozen=True):
    """What became of a text.

    Attributes:
        html: as a browser would get it.
    """

    html: str
    remarks: tuple[Remark, ...] = ()


def names_of_file(file: Attachment) -> tuple[str, ...]:
    """By what a text names a file: its number, and the address of its page without the scheme."""
    return tuple(filter(None, (file.number, _without_scheme(file.page))))


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].rstrip("/")


def wordpress_html(
    text: str, files: Mapping[str, Attachment], own: Sequence[Attachment] = ()
) -> WordPressText:
    """The HTML of a post.

    Args:
        files: the attachments of the blog, by `names_of_file`.
        own: those of this post, for a gallery that names none.
    """
    reader = _Reader(files, own)
    return WordPressText(
        reader.read(text.replace("\r\n", "\n").replace("\r", "\n")), tuple(reader.remarks)
    )


class _Reader:
    def __init__(self, files: Mapping[str, Attachment], own: Sequence[Attachment]) -> None:
        self._files = files
        self._own = own
        self._held: list[str] = []
        self.remarks: list[Remark] = []

    def read(self, text: str) -> str:
        text = text.translate({0xE010: None, 0xE011: None})
        text = _LINKED_PICTURE.sub(self._to_file, text)
        if "<!-- wp:" not in text:
            return self._released(self._classic(text))
        parts = [
            self._shortcodes(self._blocks(part)) if is_block else self._classic(part)
            for part, is_block in _divided(text)
        ]
        return self._released("\n\n".join(parts))

    def _to_file(self, found: re.Match[str]) -> str:
        """A link round a picture to the page of a file: to the file."""
        address = unescape(found[2])
        file = self._files.get(number_in(address)) or self._files.get(_without_scheme(address))
        return f"{found[1]}{escape(file.address)}{found[3]}" if file else found[0]

    def _classic(self, text: str) -> str:
        """What was written without blocks."""
        return autop(self._shortcodes(text))

    def _shortcodes(self, text: str) -> str:
        text = _CODE.sub(self._code, text)
        text = re.sub(r"<!--\s*(?:more|nextpage|noteaser)\b.*?-->", "\n\n", text, flags=re.DOTALL)
        text = _COMMENT.sub("", text)
        text = _PRE.sub(lambda found: self._hold(found[0]), text)
        text = _CAPTION.sub(self._caption, text)
        text = self._addresses_alone(text)
        text = re.sub(
            r"\[(embed|youtube|vimeo|gist|tweet)([^\]]*)\](.*?)\[/\1\]",
            self._enclosed,
            text,
            flags=re.DOTALL,
        )
        text = _SHORTCODE.sub(self._shortcode, text)
        text = re.sub(r"\[\[([\w/][^\[\]]*)\]\]", r"[\1]", text)
        return re.sub(r"\$latex\s+(.*?)\$", self._formula, text, flags=re.DOTALL)

    def _released(self, text: str) -> str:
        while _HELD.search(text):
            text = _HELD.sub(lambda found: self._held[int(found[1])], text)
        return text

    def _hold(self, html: str) -> str:
        self._held.append(html)
        return f"\ue010{len(self._held) - 1}\ue011"

    def _formula(self, found: re.Match[str]) -> str:
        self.remarks.append(Remark("other", f"a formula, kept as it was written: {found[0][:80]}"))
        return self._hold(escape(unescape(found[0]), quote=False))

    def _code(self, found: re.Match[str]) -> str:
        attrs = _attributes(found[2] or "")
        name = found[1].lower()
        named = attrs.get("language") or attrs.get("lang") or (
            "" if name in {"code", "source", "sourcecode", "text", "plain", "codesyntax"} else name
        )  # fmt: skip
        code = unescape(
            re.sub(r"</?(?:pre|code|p)\b[^>]*>|<br\s*/?>\n?", _line_end, found[3])
        ).strip("\n")
        if "\n" not in found[3].strip() and name == "code" and not attrs:
            return self._hold(f"<code>{escape(code, quote=False)}</code>")
        return "\n\n" + self._hold(
            f'<pre data-lang="{escape(named)}">{escape(code, quote=False)}</pre>'
        ) + "\n\n"  # fmt: skip

    def _blocks(self, text: str) -> str:
        """Keep from the comments of blocks what the HTML does not say: languages, references."""
        language = ""

        def one(found: re.Match[str]) -> str:
            nonlocal language
            closes, name, typed, _ = found.groups()
            attrs = _json(typed)
            if closes:
                return "\n"
            language = str(attrs.get("language") or "") if "code" in name else ""
            if name == "block" and attrs.get("ref"):
                self.remarks.append(
                    Remark("other", f"a reusable block ({attrs['ref']}) that is not in the text")
                )
            if name in {"embed", "core-embed/youtube"} and attrs.get("url"):
                return "\n"
            return f"\ue012{language}\ue013" if language else "\n"

        text = _BLOCK.sub(one, text)
        text = re.sub(
            "\ue012([^\ue013]*)\ue013\\s*<pre\\b",
            lambda found: f'<pre data-lang="{escape(found[1])}"',
            text,
        )
        text = re.sub(
            r'<div class="wp-block-embed__wrapper">\s*(https?://\S+?)\s*</div>',
            lambda found: f'<div><iframe src="{escape(unescape(found[1]))}"></iframe></div>',
            text,
        )
        text = re.sub("\ue012[^\ue013]*\ue013", "\n", text)
        text = re.sub(
            r'<a\b[^>]*class="wp-block-file__button[^>]*>.*?</a>', "", text, flags=re.DOTALL
        )
        return re.sub(
            r'<pre class="wp-block-verse[^>]*>(.*?)</pre>',
            lambda found: f"<p>{found[1].replace(chr(10), '<br>')}</p>",
            text,
            flags=re.DOTALL,
        )

    def _caption(self, found: re.Match[str]) -> str:
        attrs, inside = _attributes(found[2]), found[3]
        picture = re.search(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", inside)
        if picture is None:
            return inside
        words = (inside[: picture.start()] + inside[picture.end() :]).strip() or escape(
            unescape(attrs.get("caption", ""))
        )
        return f"\n\n<figure>{picture[0]}<figcaption>{words}</figcaption></figure>\n\n"

    def _addresses_alone(self, text: str) -> str:
        return _ALONE.sub(
            lambda found: f"\n\n{_frame(found[1])}\n\n" if _SHOWN.match(found[1]) else found[0],
            text,
        )

    def _enclosed(self, found: re.Match[str]) -> str:
        address = re.sub(r"<[^>]*>", "", found[3]).strip()
        if found[1] == "gist" and not address.startswith("http"):
            address = f"https://gist.github.com/{address}"
        return f"\n\n{_frame(address)}\n\n" if re.match(r"https?://", address) else found[3]

    def _shortcode(self, found: re.Match[str]) -> str:
        closes, name, typed = found[1], found[2].lower(), found[3]
        if name in _DROPPED:
            self.remarks.append(Remark("removed", f"the shortcode [{name}]"))
            return ""
        if closes and name in _KNOWN:
            return ""
        if name not in _KNOWN or closes:
            if "=" in typed or "-" in name or "_" in name:
                self.remarks.append(
                    Remark("shortcode", f"an unknown shortcode, kept as text: {found[0][:80]}")
                )
            return found[0]
        attrs = _attributes(typed)
        if name == "gallery":
            return self._gallery(attrs)
        given = re.search(r"https?://[^\s\]\"'<>|]+", unescape(typed))
        address = given[0] if given else attrs.get("src") or attrs.get("id") or typed.strip(" =\"'")
        return _element(name, address, attrs) or found[0]

    def _gallery(self, attrs: Mapping[str, str]) -> str:
        numbers = re.findall(r"\d+", attrs.get("ids") or attrs.get("include") or "")
        files = (
            [self._files[n] for n in numbers if n in self._files] if numbers else list(self._own)
        )
        missing = len(numbers) - len(files) if numbers else 0
        if missing or not files:
            self.remarks.append(
                Remark("shortcode", f"a gallery, of which {missing or 'all'} pictures are unknown")
            )
        return "".join(
            f'\n\n<figure><img src="{escape(one.address)}" alt="{escape(one.alt)}">'
            f"<figcaption>{escape(one.caption)}</figcaption></figure>\n\n"
            for one in files
        )


def _divided(text: str) -> Iterator[tuple[str, bool]]:
    """The blocks of a text, and what was written between them."""
    depth = begin = 0
    for found in _BLOCK.finditer(text):
        if found[4]:
            continue
        if depth == 0 and not found[1]:
            yield text[begin : found.start()], False
            begin = found.start()
        depth = max(0, depth - 1 if found[1] else depth + 1)
        if depth == 0 and found[1]:
            yield text[begin : found.end()], True
            begin = found.end()
    yield text[begin:], depth > 0


def _element(name: str, address: str, attrs: Mapping[str, str]) -> str:
    if name in {"video", "audio"}:
        source = next((attrs[one] for one in _PLAYED if attrs.get(one)), address)
        return f'\n\n<{name} src="{escape(source)}"></{name}>\n\n' if source else ""
    whole = {
        "youtube": lambda: f"https://www.youtube.com/embed/{address}",
        "vimeo": lambda: f"https://vimeo.com/{address}",
        "gist": lambda: f"https://gist.github.com/{address}",
    }
    if not address.startswith("http"):
        if name not in whole or not re.fullmatch(r"[\w/-]+", address):
            return ""
        address = whole[name]()
    return f"\n\n{_frame(address)}\n\n"


def _frame(address: str) -> str:
    return f'<div><iframe src="{escape(unescape(address))}"></iframe></div>'


def _line_end(found: re.Match[str]) -> str:
    return "\n" if found[0].lower().startswith("<br") else ""


def _attributes(typed: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(typed.replace("&quot;", '"').replace("”", '"').replace("″", '"'))
    return {name.lower(): one or other or bare for name, one, other, bare in found}


def _json(typed: str | None) -> Mapping[str, object]:
    try:
        found = json.loads(typed or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def autop(text: str) -> str:
    """Paragraphs for lines with empty lines between them, and breaks for single line ends, outside of
    blocks of HTML."""
    text = re.sub(rf"(</?(?:{_BLOCK_TAGS})\b[^>]*>)", _around_block, text, flags=re.IGNORECASE)
    parts = re.split(r"\n\s*\n", text)
    made = []
    for part in parts:
        body = part.strip("\n ")
        if not body:
            continue
        if (
            re.match(rf"</?(?:{_BLOCK_TAGS})\b", body, re.IGNORECASE) and body.endswith(">")
        ) or _HELD.fullmatch(body):
            made.append(body)
        else:
            made.append(
                "<p>" + re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n", "<br>\n", body) + "</p>"
            )
    html = "\n".join(made)
    html = re.sub(r"<p>\s*</p>", "", html)
    return _ONE_PARAGRAPH.sub(r"\1\3\4", html)


def _around_block(found: re.Match[str]) -> str:
    return f"\n\n{found[1]}\n\n"
