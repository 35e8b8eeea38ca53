"""What authors type, paste and import, in pieces: good, odd and dangerous. A corpus is made of these."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

PROSE = (
    "Plain words of a paragraph.",
    "First:\n- one\n- two\n  - three",
    "1) one\n2) two\n\n3. three",
    "> What they said.\n>\n> — Ann, [where](https://ann.example/)",
    "~~gone~~ and *there*, **loud**, `code`, snake_case_word",
    "See https://a.example/x_y?z=1&copy=2, www.b.example or me@c.example.",
    "| a | b |\n|:--|--:|\n| 1 | 2 |",
    "Item\tPrice\nCall\t10",
    "•\tA\no\tB\n•\tC",
    "A remark.[^n@]\n\n[^n@]: At the *foot*.\n\n[^u@]: Of no use.",
    "## Main\n\n## Search @\n\n### Part",
    "Heading @\n---\n\n***",
    "```python\nx = '<script>' # @\n```",
    "    <script>indented code</script>",
    "- [ ] a box\n- [x] ticked",
    "term @\n:   what it is",
    "*[HTML]: Markup\n\nHTML it is.",
    "A line\\\nbroken  \ntwice",
    "![A desk](/images/desk.png)",
    "![A desk](/images/desk.png){: width=200 .wide }",
    "Words {: .odd #id@ } and [link](https://a.example/){: rel=nofollow target=_blank }",
    "<!-- a remark -->",
    "Chinese 你好，世界。日本語のテキスト。",
    "$5 & AT&T; &lt;b&gt; &amp;amp; &nbsp;",
)
LINKS = tuple(
    f"[link @]({target})"
    for target in (
        *(
            "tel:+48123456789",
            "sms:+48123",
            "geo:52.2,21.0",
            "facetime:me@a.example",
            "xmpp:a@b.example",
        ),
        *(
            "webcal://a.example/c.ics",
            "mailto:me@a.example?subject=Hi",
            "whatsapp://send?text=x",
            "/digests/",
        ),
        *(
            "#main",
            "#top",
            "?q=1",
            "//b.example/x",
            "https://b.example/a(b)",
            "TEL:+1",
            "magnet:?xt=x",
        ),
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java&#10;script:x",
            "vbscript:x",
            "data:text/html,x",
        ),
        *(
            "file:///home/x",
            "C:\\x.doc",
            "htps://x.example",
            "foo:bar",
            "x.example",
            "a b.html",
            "https://[x",
        ),
        *(
            "http://",
            "https://exa mple.example/",
            "<https://a.example/x y>",
            "{filename}gone.md",
            "{odd}x",
        ),
        *(
            "\x01javascript:alert(1)",
            "&#106;avascript:alert(1)",
            "about:blank",
            "blob:x",
            "ws://a.example",
        ),
    )
)
HTML = (
    '<p style="color:red">pasted</p>',
    '<span style="mso-fareast-language:PL" class="MsoNormal">from <o:p></o:p>Word</span>',
    "<font color=red size=7>old</font> <center>middle</center> <big>big</big> <tt>tt</tt>",
    '<div onclick="x()">handler</div>',
    "<b ONCLICK=x() OnMouseOver\n='y'>handlers</b>",
    "<img src=x.png onerror=alert(1) alt=x>",
    '<img src="/images/desk.png" alt="A > B" width=20 srcset="/images/desk.png 2x">',
    '<img alt="x" src="//else.example/x.png">',
    '<img alt="x" src="https://else.example/x.png">',
    '<img alt="x" src="data:image/png;base64,AAAA">',
    '<img alt="x" srcset="{static}/images/desk.png 2x" src="{static}/images/desk.png">',
    "<iframe src='https://else.example/'></iframe>",
    "<script>alert(1)</script>",
    "<script src='//else.example/x.js'></script>",
    "<style>p { color: red }</style>",
    "<link rel=stylesheet href=//else.example/x.css>",
    "<base href='https://else.example/'>",
    "<meta http-equiv=refresh content='0;url=https://else.example/'>",
    "<form action='https://else.example/'><input name=a><button>go</button></form>",
    "<object data='//else.example/x.swf'></object><embed src='//else.example/x.swf'>",
    "<table background='//else.example/x.png' bgcolor=red><tr><td align=right valign=top>x</table>",
    "<body background=//else.example/x.png onload=x>",
    "<a href='https://a.example/' ping='//else.example/'>ping</a>",
    "<a href='tel:+1'>call</a> <a href=javascript:x>run</a> <a href='&#x6A;avascript&colon;x'>run</a>",
    "<a href=“https://curly.example/”>curly</a>",
    "<a href='https://a.example/'>one <a href='https://b.example/'>two</a></a>",
    "<video controls preload=none src='/files/a.mp4' poster='/images/desk.png'></video>",
    "<video autoplay src='//else.example/a.mp4' poster='//else.example/x.png'></video>",
    "<audio controls preload=none><source src=//else.example/a.mp3 type=audio/mpeg></audio>",
    "<picture><source srcset='//else.example/x.webp'><img alt=x src='/images/desk.png'></picture>",
    "<svg viewBox='0 0 1 1' onload=x><style>p{}</style><circle r=1 style='fill:red'/><script>1</script></svg>",
    "<svg><use xlink:href='https://else.example/#a'/><image href='//else.example/x.png'/></svg>",
    "<svg width=10><a xlink:href='javascript:x'><path d='M0 0' fill='url(https://else.example/#a)'/></a></svg>",
    "<svg><foreignObject><img src=//else.example/x.png></foreignObject></svg>",
    "<math><mi xlink:href='javascript:x'>x</mi><annotation-xml encoding='text/html'><b onclick=x>y</b></math>",
    "<noscript><img src=//else.example/x.png></noscript>",
    "<template><img src=//else.example/x.png></template>",
    "<textarea></textarea><select><option>a</select>",
    "<isindex action=javascript:x><button formaction=javascript:x>b</button>",
    "<div><b>",
    "</div></main></body></html>",
    "words </main> words",
    "</article>",
    "<ul><li>a",
    "<td>cell</td>",
    "<p>one<p>two</p></p>",
    "<main><h1>x</h1></main>",
    "<details>\n<summary>More</summary>\n\n**bold** [in](https://a.example/)\n\n</details>",
    "<details><summary>More</summary>\n**bold**\n</details>",
    '<div markdown="1">\n- a\n  - b\n</div>',
    "<client> and <x-y z=1>",
    "<p id=main title='\"><script>alert(1)</script>'>x</p>",
    "<!-- unclosed",
    "<!--[if gte mso 9]><xml><o:x/></xml><![endif]-->",
    "<![CDATA[ x ]]> <?php echo 1 ?> <!DOCTYPE html>",
    "<pre>\n*raw*",
    "<plaintext>x",
    "<xmp><img src=x onerror=x></xmp>",
    "<img src='x' alt='`<img src=//else.example/y.png>`'>",
    "<a\x00href='javascript:x'>nul</a>",
    "<<img src=//else.example/x.png>>",
    "<img/src=//else.example/x.png/onerror=x>",
    "<input type=image src=//else.example/x.png><image src=//else.example/x.png>",
    "<div {: onclick=x }>",
)
ATTRIBUTES = (
    "Words of a paragraph\n{: onclick=x() }",
    "Words {: style='color:red' }\n{: style='color:red' #main }",
    "## Heading {: onclick=x style=y #main }",
    "[a](https://a.example/){: onclick=x style=y ping=//else.example/ }",
    "![A](/images/desk.png){: srcset=//else.example/x.png onerror=x src=//else.example/y.png }",
    "| a {: style=x } | b |\n|---|--:|\n| 1 {: onclick=y } | 2 |",
    "- a {: background=//else.example/x.png }\n{: style=x }",
    "``` {.python onclick=x style=y #main }\ncode\n```",
    "*a*{: href=javascript:x formaction=javascript:y }",
)
MARKS = (
    "[caption id=1]a[/caption]",
    "[gallery]",
    "{% img /x.png %}",
    "{{< figure src=x >}} {{ site.url }}",
    "[[wiki link]]",
    "::: tip\nx\n:::",
    "import X from 'x'\n\n<Component prop={1}/>",
    "> [!NOTE]\n> x",
    "[x][nothing] and [^nothing]",
)
ALL = (*PROSE, *LINKS, *HTML, *ATTRIBUTES, *MARKS)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Pieces behind each other, some in quotations and lists, some torn."""
    pieces = draw(st.lists(st.sampled_from(ALL), min_size=1, max_size=7))
    made = []
    for n, piece in enumerate(pieces):
        text = piece.replace("@", f"{n}")
        how = draw(st.sampled_from(["", "", "", "", "> ", "- ", "    ", "cut"]))
        if how == "cut":
            text = text[: draw(st.integers(1, max(1, len(text) - 1)))]
        elif how:
            rest = {"- ": "  "}.get(how, how)
            text = how + text.replace("\n", f"\n{rest}")
        made.append(text)
        made.append(draw(st.sampled_from(["\n\n", "\n\n", "\n", " "])))
    return "".join(made)


def corpus(count: int) -> list[str]:
    """So many texts, always the same ones."""
    found: dict[str, None] = {}

    @settings(
        max_examples=count, derandomize=True, database=None, phases=[Phase.generate], deadline=None
    )
    @given(texts())
    def gather(text: str) -> None:
        found[text] = None

    gather()
    return list(found)
