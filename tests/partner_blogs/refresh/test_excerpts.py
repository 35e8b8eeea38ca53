"""An excerpt is made of the author's running sentences, and of nothing else (E5)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.formats.sanitizer import html_to_text
from partner_blogs.model.feed import RawText
from partner_blogs.refresh.boilerplate import PostContext
from partner_blogs.refresh.excerpts import Excerpt, make_excerpt, truncate

pytestmark = pytest.mark.E5

ABOUT = PostContext(title="Ten tips", blog="The Returned Call")
WORDS = "A client who hears nothing hears that we forgot."


def raw(value: str | None, *, html: bool = True) -> RawText | None:
    return None if value is None else RawText(value=value, html=html, base="https://desk.example/")


def shown(value: str, *, html: bool = True, about: PostContext = ABOUT) -> str:
    return make_excerpt(None, raw(value, html=html), about).text


# --- no tag, attribute or entity ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<blockquote><p lang="en">Call them back.</p></blockquote>', "Call them back."),
        ('<p title="a > b" id=x class="y" data-z=\'1\'>Call them back.</p>', "Call them back."),
        ('<P LANG=EN><SPAN TITLE="x">Call</SPAN> them back.</P>', "Call them back."),
        ('<ul><li lang="pl">Call them back.</li></ul>', "Call them back."),
        ('<h2 lang="en">A heading</h2><div lang="en">Call them back.</div>', "Call them back."),
        ('<table><tr><td lang="en" title="x">Call them back.</td></tr></table>', "Call them back."),
        ("<my-note lang=en title=x>Call <x-y>them</x-y> back.</my-note>", "Call them back."),
        ("<p lang='en'>Call them <b title='x'>back.", "Call them back."),
        ("<p>Call<!-- <p lang=en> --> them back.</p><![endif]-->", "Call them back."),
        ("<!--[if mso]><p>x</p><![endif]--><p>Call them back.</p>", "Call them back."),
        ("<![CDATA[<p lang='en'>Call them back.</p>]]>", "Call them back."),
        ("<p>Call them back.</p>]]>", "Call them back."),
        ("<svg><title>x</title><text>y</text></svg><p>Call them back.</p>", "Call them back."),
        ("<math><mi>x</mi></math><p>Call them back.</p>", "Call them back."),
        ("<noscript><img src=x></noscript><template>t</template>Call them back.", "Call them back."),
        ("<iframe src='https://x.example'/><p>Call them back.</p>", "Call them back."),
        ("<script src=x /><p>Call them back.</p>", "Call them back."),
        ("<textarea>x</textarea><xmp><b>x</b></xmp><p>Call them back.", "Call them back."),
        ("<p>Call them back.<plaintext></p>", "Call them back."),
        ("<p>We use <title> in the head.</p>", "We use in the head."),
        ("<p>5 < 6 and a < b, says he.</p>", "5 < 6 and a < b, says he."),
        ("<p>Write <code>&lt;b&gt;</code> and not &lt;strong&gt;.</p>", "Write <b> and not <strong>."),
        ("<p>AT&amp;T &amp; &lt;us&gt; &copy; 2026&hellip;</p>", "AT&T & <us> © 2026…"),
        ("<p>It&amp;#8217;s &amp;quot;ours&amp;quot;&amp;nbsp;&amp;amp; theirs.</p>", "It’s \"ours\" & theirs."),
        ("<p>Write &amp;lt; for a bracket.</p>", "Write &lt; for a bracket."),
        ("&lt;p lang=&quot;en&quot;&gt;Call them back.&lt;/p&gt;", "Call them back."),
        ("&lt;p&gt;One.&lt;/p&gt; &lt;p&gt;It&amp;#8217;s two.&lt;/p&gt;", "One. It’s two."),
        ("Text: &lt;img src=x onerror=alert(2)&gt;", "Text: <img src=x onerror=alert(2)>"),
    ],
)  # fmt: skip
def test_no_tag_attribute_or_entity_survives(markup: str, words: str) -> None:
    assert shown(markup) == words


def test_html_that_a_feed_calls_plain_is_read_as_html_and_plain_text_is_not() -> None:
    assert shown("<p lang='en'>Call them back.</p>", html=False) == "Call them back."
    assert shown("Why <b> is not <strong>, and 5 < 6.", html=False) == (
        "Why <b> is not <strong>, and 5 < 6."
    )


# --- running paragraphs -------------------------------------------------------------------------

LEFT_OUT = [
    "<figure><img src=x alt=Desk><figcaption>Our desk in May</figcaption></figure>",
    '<div class="wp-caption"><img><p class="wp-caption-text">Our desk</p></div>',
    '<table class="tr-caption-container"><tr><td><img></td></tr><tr><td class="tr-caption">Our desk</table>',
    "<pre><code>x = 1</code></pre>",
    "<p><code>make site</code></p>",
    "<table><tr><th>Fee<td>10</table>",
    "<h1>Heading</h1>",
    "<h4>Heading</h4>",
    "<ul><li>One<li>Two</ul>",
    "<ol><li><p>One</p></li></ol>",
    "<dl><dt>One<dd>Two</dl>",
    '<ul class="share"><li><a href="https://x.example/share">Tweet</a></ul>',
    '<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><a href=x>Facebook</a></div>',
    '<div class="addtoany_share_save_container"><a href=x>Share</a></div>',
    '<div id="jp-relatedposts"><h3>Related</h3><p>Other post</p></div>',
    '<p class="button-wrapper"><a class="button" href=x>Subscribe now</a></p>',
    '<div class="subscription-widget-wrap-editor"><p>Thanks for reading!</p><form><input></form></div>',
    "<button>Listen now</button>",
    "<form><label>Mail</label><input><p>Sign up here</p></form>",
    "<nav><a href=x>Home</a></nav>",
    "<aside><p>About the author: a desk clerk.</p></aside>",
    '<blockquote class="twitter-tweet"><p lang="en">A tweet</p>&mdash; A (@a)</blockquote>',
    '<blockquote class="instagram-media"><p>A photo</p></blockquote>',
    '<blockquote class="tiktok-embed" cite=x><section>A film</section></blockquote>',
    '<blockquote class="wp-embedded-content"><a href=x>Another post</a></blockquote>',
    '<div class="powerpress_player"><p>0:00</p></div>',
    '<div class="mejs-container">00:00 / 12:34</div>',
    "<p>0:00</p><p>0:00 / 1:02:03</p>",
    '<div id="toc_container"><p class="toc_title">Contents</p><ul><li>One</ul></div>',
    '<div class="ez-toc-v2_0_5"><p>Table of Contents</p></div>',
    '<nav class="wp-block-table-of-contents"><ol><li>One</ol></nav>',
    '<p class="more-link"><a href=x>More about it</a></p>',
    '<div class="kg-card kg-bookmark-card"><a href=x><div>Other page</div></a></div>',
    '<div class="kg-card kg-signup-card"><p>Sign up for more</p></div>',
    '<div class="footnotes"><ol><li><p>The note itself. <a href="#fnref1">↩</a></p></ol></div>',
    '<section role="doc-endnotes"><p>The note itself.</p></section>',
    '<p><a href="#_ftnref1">[1]</a> The note itself.</p>',
    '<div style="display:none">Preheader of the mail</div>',
    '<span class="screen-reader-text">Opens in a new window</span>',
    "<p hidden>Hidden words</p>",
    '<figure class="wp-block-pullquote"><blockquote><p>Said below too</p></blockquote></figure>',
    "<details><summary>More</summary><p>Unfolded</p></details>",
    "<hr><p>***</p><p>—</p>",
    "<video controls>Your browser cannot play this.</video>",
    '<p class="entry-meta">Posted on May 1 by Ann</p>',
]


@pytest.mark.parametrize("other", LEFT_OUT)
def test_what_is_no_running_paragraph_is_left_out(other: str) -> None:
    assert shown(f"{other}<p>{WORDS}</p>") == WORDS
    assert shown(f"<p>{WORDS}</p>{other}") == WORDS
    assert (
        shown(f"<div><p>{WORDS}</p>{other}</div><p>And {WORDS[2:]}</p>")
        == f"{WORDS} And {WORDS[2:]}"
    )


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>Hard<sup><a href='#fn1'>1</a></sup> words<sup>[2]</sup>, x<sup>2</sup>.</p>", "Hard words, x2."),
        ("<p>Hard<a class='footnote-anchor' href='#footnote-1'>1</a> words.</p>", "Hard words."),
        ("<p>Hard<a href='https://desk.example/p#_ftn1'>[1]</a> words.</p>", "Hard words."),
        ("<p>The 2<sup>nd</sup> of <a href='#x'>May</a>.</p>", "The 2nd of May."),
        ("<p>Run <code>make site</code> now.</p>", "Run make site now."),
        ("<p>A <q>quoted</q> <cite>word</cite>.</p>", "A quoted word."),
        ("<p>Well done <img class='emoji' alt='🎉' src=x>!</p>", "Well done 🎉!"),
        ("<p>Well done<img src='https://s.w.org/images/core/emoji/x.png' alt='😀'></p>", "Well done😀"),
        ("<p>Well done <img class='wp-smiley' alt=':-)' src=x></p>", "Well done :-)"),
        ("<p>Well done <img class='goomoji' alt='👍🏽'> <img alt='1️⃣'></p>", "Well done 👍🏽 1️⃣"),
        ("<p>Well done <img class='emoji slack' alt=':tada:'></p>", "Well done :tada:"),
        ("<p>Well <img src=x alt='A desk'>done <img class=emoji alt=''><img></p>", "Well done"),
        ("<section><div>Text in a div.</div></section>", "Text in a div."),
        ("<blockquote><p>Quoted.</p></blockquote><p>Said I.</p>", "Quoted. Said I."),
    ],
)  # fmt: skip
def test_words_within_a_sentence_stay_and_its_marks_go(markup: str, words: str) -> None:
    assert shown(markup) == words


@pytest.mark.parametrize(
    ("lead_in", "kept"),
    [
        ("We read the replies. They thanked us for:", "We read the replies."),
        ("They thanked us for:", ""),
        ("We read, e.g. these:", ""),
        ("読みました。次のとおり：", "読みました。"),
        ("We read the replies.", "We read the replies."),
    ],
)
@pytest.mark.parametrize(
    "dropped", ["<ul><li>an answer</li><li>a name</li></ul>", "<pre>x = 1</pre>"]
)
def test_a_sentence_that_leads_to_what_is_left_out_goes_with_it(
    lead_in: str, kept: str, dropped: str
) -> None:
    found = shown(f"<p>{lead_in}</p>{dropped}<p>None of those needs an engineer.</p>")
    assert found == " ".join(filter(None, (kept, "None of those needs an engineer.")))


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<ul><li>Call back<li>Write it down.<li>Say no</ul>", "Call back · Write it down. Say no"),
        ("<table><tr><td>Monday</td><td>Closed</td></tr></table>", "Monday · Closed"),
        ("<table><tr><td><p>All of a letter.</p><p>In cells.</p></td></tr></table>", "All of a letter. In cells."),
        ("<div class='newsletter'><p>All of a letter.</p></div>", "All of a letter."),
        ("<pre>" + "An old letter in one column, as people wrote them when there was no HTML yet." + "</pre>",
         "An old letter in one column, as people wrote them when there was no HTML yet."),
        ("<pre>for (x = 1; x < 2; x++) { y(x); } // and so on, and so on, and on, and on</pre>", ""),
        ("<img src=x>", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_that_is_nothing_else_is_shown_with_its_parts_apart(markup: str, words: str) -> None:
    assert shown(markup) == words


# --- sentences never run together ---------------------------------------------------------------


@pytest.mark.parametrize(
    "between",
    [
        "</p><p>", "</p>\n\n<p>", "<br><br>", "<br/>", "<br>\n<br>", "<hr>", "</div><div>", "</p><div>",
        "</p><blockquote>", "</p><h2>Heading</h2><p>", "</p><ul><li>x</ul><p>", "</section><section>",
        "</p><table><tr><td>x</table><p>", "</p><p></p><p>", "</p><p>&nbsp;</p><p>", "<p>",
        "</span></p><p><span>", "</p><figure><img></figure><p>", "</center><center>",
    ],
)  # fmt: skip
def test_two_blocks_without_a_stop_do_not_run_together(between: str) -> None:
    assert shown(f"<p>At last it worked{between}None of those did") == (
        "At last it worked · None of those did"
    )


@pytest.mark.parametrize("end", [".", "!", "?", "…", ":", ".”", ".)", "?»", "。", "！", ";", ","])
def test_where_a_sentence_ends_nothing_is_put_between(end: str) -> None:
    for between in ("</p><p>", "<br>"):
        assert (
            shown(f"<p>At last it worked{end}{between}None did.")
            == f"At last it worked{end} None did."
        )


def test_lines_of_plain_text_do_not_run_together_and_broken_lines_are_joined() -> None:
    assert shown("it worked\n\nNone of those", html=False) == "it worked · None of those"
    assert shown("it worked\r\n\r\nNone of those") == "it worked · None of those"
    assert shown("We came\nhome late.", html=False) == "We came home late."
    assert shown("We came\nhome late.") == "We came home late."
    assert shown("We came<br>home late.") == "We came home late."
    assert shown("Three things:\n- One\n- Two\n") == "Three things: - One · - Two"
    letter = "<br>".join(
        ["When we came back to the office that Monday, it was John",
         "Smith who had answered all of the calls that came in, so",
         "Ann and I could begin with the fees, which nobody had the",
         "Courage to talk about before."]
    )  # fmt: skip
    assert " · " not in shown(letter)


PARTS = st.sampled_from(["One two", "Three", "Four five six", "Seven"])
BLOCK = st.sampled_from(["p", "div", "blockquote", "section", "article", "address", "center"])


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(BLOCK, PARTS), min_size=2, max_size=6))
def test_no_two_blocks_of_whatever_kind_fuse(blocks: list[tuple[str, str]]) -> None:
    markup = "".join(f"<{name}>{words}</{name}>" for name, words in blocks)
    text = shown(f"<div>{markup}</div>")
    allowed = {"One two", "Three", "Four five six", "Seven"}
    assert set(text.split(" · ")) <= allowed, text


# --- what platforms add -------------------------------------------------------------------------


def linked(words: str) -> str:
    return f'<a href="https://desk.example/x">{words}</a>'


ADDED = [
    # WordPress in its languages
    f"The post {linked('Ten tips')} appeared first on {linked('The Returned Call')}.",
    "The post Ten tips appeared first on The Returned Call.",
    "The post Some other title first appeared on Desk.",
    "The post ‘ten tips. and more’ appeared first on Desk.",
    f"Der Beitrag {linked('Ten tips')} erschien zuerst auf {linked('Rückruf')}.",
    "Der Beitrag Zehn Tipps erschien zuerst auf Rückruf.",
    "L’article Dix conseils est apparu en premier sur Le Rappel.",
    "L'article Dix conseils est apparu en premier sur Le Rappel",
    "La entrada Diez consejos se publicó primero en La llamada.",
    "La entrada Diez consejos aparece primero en La llamada.",
    "El cargo Diez consejos apareció primero en La llamada.",
    "L'articolo Dieci consigli proviene da La chiamata.",
    "L’articolo Dieci consigli sembra essere il primo su La chiamata.",
    "Artykuł Dziesięć rad pochodzi z serwisu Oddzwaniamy.",
    "O post Dez dicas apareceu primeiro em A chamada.",
    "O conteúdo Dez dicas aparece primeiro em A chamada.",
    "Het bericht Tien tips verscheen eerst op Teruggebeld.",
    "Inlägget Tio tips dök först upp på Återuppringt.",
    "Indlægget Ti råd blev først udgivet på Ringet tilbage.",
    "Innlegget Ti råd dukket først opp på Ringt tilbake.",
    "Příspěvek Deset rad pochází z Zavoláno",
    "Articolul Zece sfaturi apare prima dată în Apelul.",
    "Запись Десять советов впервые появилась Перезвонили.",
    "On tavsiye yazısı ilk önce Geri Arandı üzerinde ortaya çıktı.",
    "Ten tips は The Returned Call に最初に表示されました。",
    "Ten tips最先出现在The Returned Call。",
    f"Le post {linked('Dix conseils')} est apparu en premier sur {linked('Le Rappel')}.",
    "Wpis Dziesięć rad pojawił się pierwszy raz w Oddzwaniamy.", "A postagem Dez dicas apareceu primeiro em A chamada.",
    "[&#8230;]", "[…]", "[...]", "(more…)", "(more...)", "[more]",
    "Continue reading →", f"{linked('Continue reading')}", "Continue reading “Ten tips”",
    f"{linked('Continue reading <span>Ten tips</span>')}", "Continue reading Ten tips →", "Continue reading Ten tips",
    "Read more »", f"{linked('Read more')}", "Read more...", "Read the rest of this entry »", f"{linked('Read More')}",
    "Weiterlesen →", "Lire la suite →", "Seguir leyendo →", "Leer más »", "Continua a leggere →", "Leia mais »",
    "Czytaj dalej →", "Lees verder →", "Läs mer →", "Læs mere »", "Les mer →", "Читать далее →", "続きを読む", "阅读全文",
    "Continuer la lecture de « Ten tips »", "„Ten tips“ weiterlesen", "Devamını oku →", "Lue lisää »",
    "Share this: Tweet Email Like this: Like Loading...", "Like this:", "Like Loading...", "Loading…",
    "Filed under: fees, calls", "Tags: fees, calls", "3 comments", "Posted by Ann at 10:00 AM",
    # Medium
    f"{linked('Ten tips')} was originally published in {linked('The Desk')} on Medium, where people are continuing the "
    "conversation by highlighting and responding to this story.",
    "Continue reading on The Desk »", f"{linked('Continue reading on Medium »')}",
    # Substack
    "Thanks for reading The Returned Call! Subscribe for free to receive new posts and support my work.",
    "Thanks for reading The Returned Call! This post is public so feel free to share it.",
    "Thanks for reading The Returned Call!",
    "The Returned Call is a reader-supported publication. To receive new posts and support my work, consider becoming a "
    "free or paid subscriber.",
    "Share", "Leave a comment", "Subscribe now", "Refer a friend", f"{linked('Share The Returned Call')}",
    "Get more from Ann Example in the Substack app", "Available for iOS and Android",
    "Gracias por leer La llamada! Suscríbete gratis para recibir nuevos posts.",
    "Merci d'avoir lu Le Rappel ! Abonnez-vous gratuitement pour recevoir de nouveaux posts.",
    "This post is for paid subscribers",
    # Ghost, Beehiiv, Squarespace, Tumblr, Blogger, others
    "This post is for subscribers only", "Already have an account? Sign in", "5 min read", "Sign up for The Returned Call",
    "Email sent! Check your inbox to complete your signup.", "No spam. Unsubscribe anytime.",
    "Read online", "Sign Up | Advertise", "Powered by beehiiv", "Was this email forwarded to you? Sign up here",
    "(via annsdesk)", "Source: annsdesk", "View On WordPress", "Keep reading",
    "Email ThisBlogThis!Share to TwitterShare to Facebook", "Newer Post Older Post Home",
    "Follow us on Feedly", "Topics: fees, calls", "Copyright © 2026 The Returned Call, All rights reserved.",
    "View this email in your browser", "You are receiving this email because you opted in.",
    f"Read more at {linked('Other Desk')}", f"Weiterlesen bei {linked('Other Desk')}", "Published on May 1, 2026",
    "This article was originally published on Other Desk.", "Originally published at otherdesk.example",
    "Reading time: 5 minutes", "Lesezeit: 5 Minuten", "Temps de lecture : 5 minutes", "Czas czytania: 5 minut",
    "5 min de lecture", "Photo by Ann Example on Unsplash", "Image: Ann Example",
    f"{linked('Twitter')} | {linked('Facebook')} | {linked('RSS')}", f"{linked('Permalink')} {linked('Comments')}",
]  # fmt: skip


@pytest.mark.parametrize("added", ADDED)
def test_what_a_platform_adds_at_the_end_goes(added: str) -> None:
    assert len(ADDED) > 100
    assert shown(f"<p>{WORDS}</p><p>{added}</p>").rstrip("…") == WORDS
    assert shown(f"<div>{WORDS}</div>\n<div>{added}</div>\n<p>Share</p>").rstrip("…") == WORDS


PLAIN = [text for text in ADDED[:60] if "<" not in text and text != "Like this:"]


@pytest.mark.parametrize("added", PLAIN)
def test_it_goes_from_a_plain_description_too(added: str) -> None:
    added = added.replace("&#8230;", "…")
    assert shown(f"{WORDS} {added}", html=False).rstrip("…") == WORDS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We call back […] The post Ten tips appeared first on The Returned Call.", "We call back…"),
        ("We call back [&#8230;]The post Ten tips appeared first on Desk.", "We call back…"),
        ("We call back The post Ten tips appeared first on Desk.", "We call back"),
        ("We call back... Continue reading Ten tips →", "We call back..."),
        ("We call back… Read more", "We call back…"),
        (f"We call back {linked('Read more')}", "We call back"),
        (f"We call back {linked('(more…)')}", "We call back"),
        ("Reading Time: 5 minutes We call back.", "We call back."),
        ("Reading Time: 5 minutesWe call back.", "We call back."),
        ("5 min read · We call back.", "We call back."),
        ("Listen now (23 mins) | We call back.", "We call back."),
        ("<p>Ten tips</p><p>We call back.</p>", "We call back."),
        ("<p>By Ann Example</p><p>We call back.</p>", "We call back."),
        ("<p>Photo by Ann on Unsplash</p><p>We call back.</p>", "We call back."),
        ("<p>Share</p><p>5 min read</p><p>We call back.</p>", "We call back."),
        ("<p class='medium-feed-snippet'>We call back.</p><p class='medium-feed-link'><a href=x>Continue "
         "reading on Medium »</a></p>", "We call back."),
        ("Read more", ""),
        ("Comments", ""),
    ],
)  # fmt: skip
def test_what_stands_in_one_line_with_the_text_goes_too(text: str, words: str) -> None:
    assert shown(text) == words


OWN = [
    "The post office appeared first on Main Street.",
    "The post that I liked best appeared first on a wall in Leeds.",
    "Originally published in 1920, this novel endures.",
    "Originally published in 1813, Pride and Prejudice is still the book I give to friends.",
    "This article first appeared in Nature in 1953 and changed biology forever.",
    "First published in 1949, the book was ahead of its time.",
    "This essay was originally published in German, and nobody read it.",
    "The phone first appeared in 1876.",
    "It first appeared in our hallway.",
    "Write less. Read more.",
    "We read on until it was dark.",
    "Read more books than you buy.",
    "Continue reading, even when you are tired.",
    "Share what you know with everybody who asks.",
    "Thanks for reading my long letter!",
    "Learn more by listening than by asking.",
    "More than a hundred clients wrote to us…",
    "Subscribe to the idea that a call is a gift.",
    "Comments are what we learn from.",
    "Picture by picture, we learnt.",
    "The image by the door is from 1908, and nobody knows who drew it for the house.",
    "Reading time: 5 minutes is all that a client gives you.",
    "Posted in our hallway is a sign: be back at ten.",
    "This article was hard to write.",
    "Der Beitrag, den wir leisten, erschien zuerst klein.",
    "L'article premier est apparu bien tard.",
    "Artykuł ten pochodzi z mojej szuflady.",
    "Por fin aparece primero en la lista.",
    "Listen.",
    "Sign up for less, and do it well.",
    "Follow me on a walk through the house.",
    "By then it was too late.",
    "Source: the wish to be called back.",
    "Get more from each call: write it down.",
    "Tags: what are they good for?",
    "Labels: do they help us, or not?",
    "Categories: why we sort everything.",
    "Topics: I have none today, so let us talk about the weather.",
    "Filed under: things that you never asked about, but that I say anyway.",
    "Posted letters are slow.",
    "Posted by mistake at 10 Downing Street, the letter came back.",
    "Written by hand at 9 in the evening, it was hard to read.",
    "By Jane Austen, a novel of manners",
    "By Jane Austen – the novel that I love.",
    "By May First, all was done.",
    "Von Berlin Nach Paris – eine Reise",
    "Picture: A man walks into an office and asks for the fees.",
    "Copyright © is a sign that few know how to type.",
    "Dieser Beitrag ist zuerst ein Brief gewesen, den ich nie abgeschickt habe.",
    "Dieser Artikel erschien zuerst harmlos, doch dann kamen die Leser.",
    "Cet article est paru d'abord trop long.",
    "Questo articolo è apparso per la prima volta troppo lungo.",
    "Dit artikel is eerder een vraag dan een antwoord.",
    "Steve is a reader-supported newsletter writer who lives by the sea.",
    "Keep reading with a pencil in your hand.",
    "Update your preferences, my doctor said, and I did.",
    "Follow us on Mastodon, or in real life: it is all the same.",
    "Was this email forwarded to you? I ask because my mother does that.",
    "Email sent! Check your inbox, said the machine, and I laughed.",
    f"Ask {linked('the desk')} first.",
    f"If you want to know, {linked('read more about fees')}.",
    f"We wrote it down: {linked('Read more about fees')}",
    f"Then {linked('keep reading')}",
    linked("The desk that calls back"),
]


@pytest.mark.parametrize(
    "first",
    [
        "Tags: fees", "Tags: #fees #calls", "Labels: Call Back, Fees; client communication",
        "Topics: fees, calls and what they cost", "Tags: Web 2.0 | Node.js", "Etiquetas: honorarios y llamadas",
        "Filed under: Fees Tagged: calls, clients", "Filed Under: Fees, Calls Tagged With: clients",
        "Filed under: General — ann @ 10:00 am", "Posted in: News | Leave a Comment »",
        "Posted by Ann at 10:00 AM 3 comments:", "Posted by ann on 2026-05-12", "Published by Ann on 12 May 2026 at 10:00",
        "By Ann Example | May 3, 2026", "By Ann Example, 12 May 2026", "By Ann Example · 5 min read",
        "By Ann Example, Staff Writer", "By Ann Example, guest author", "By Ann Example | The Returned Call | 5 min read",
        "Por Ann Ejemplo, 12 de mayo de 2026", "Par Ann Exemple – 12 mai 2026", "Przez Ann Przykład | 12 maja 2026",
        "Photo: Ann Example, CC BY 2.0", "Photo by @ann", "Copyright © Ann Example",
        "Dieser Beitrag erschien zuerst auf Rückruf.", "Cet article est paru d'abord sur Le Rappel.",
        "Dit artikel verscheen eerder op Teruggebeld.", "Ten tekst ukazał się pierwotnie w piśmie Rozmowy.",
        "Update your preferences or unsubscribe here.", "Follow us on Twitter and Facebook!",
        "Keep reading with a 7-day free trial", "You received this message because you subscribed.",
    ],
)  # fmt: skip
def test_a_first_paragraph_of_labels_names_and_days_alone_goes(first: str) -> None:
    assert shown(f"<p>{first}</p><p>{WORDS}</p>") == WORDS


@pytest.mark.parametrize("own", OWN)
def test_what_an_author_wrote_stays_though_it_resembles_one(own: str) -> None:
    words = shown(own, about=PostContext())
    assert words
    assert shown(f"<p>{WORDS}</p><p>{own}</p>") == f"{WORDS} {words}"
    assert shown(f"<p>{own}</p><p>{WORDS}</p>").startswith(words)


def test_what_substack_puts_between_paragraphs_goes() -> None:
    put = (
        "The Returned Call is a reader-supported publication. To receive new posts and support my work, "
        "consider becoming a free or paid subscriber."
    )
    assert shown(f"<p>{WORDS}</p><p>{put}</p><p>{WORDS}</p>") == f"{WORDS} {WORDS}"


def test_who_is_quoted_stands_behind_the_quotation() -> None:
    assert shown("<blockquote><p>“Call back”</p><p>– Ann</p></blockquote>") == "“Call back” – Ann"


def test_within_a_text_such_sentences_are_its_own() -> None:
    text = f"<p>{WORDS}</p><p>Continue reading →</p><p>{WORDS}</p>"
    assert "Continue reading" in shown(text)


# --- description or text ------------------------------------------------------------------------

LONG = " ".join(f"Sentence number {n} says what the desk did on day {n}." for n in range(1, 30))


@pytest.mark.parametrize(
    "description",
    [
        LONG[:150] + "…", LONG[:150] + " [&#8230;]", LONG[:150] + "...", f"<p>{LONG}</p>", LONG[:20],
        f"{LONG[:150]} [&#8230;]</p>\n<p>The post Ten tips appeared first on Desk.",
        f"<p>{LONG[:150]} <a href=x>Read more</a></p>", "Heading " + LONG[:120], "", "Ten tips", "Comments",
        "Read more", f"5 min read {LONG[:100]}",
    ],
)  # fmt: skip
def test_a_description_that_a_program_made_gives_way_to_the_text(description: str) -> None:
    text = f"<h2>Heading</h2><figure><figcaption>A desk</figcaption></figure><p>{LONG}</p>"
    found = make_excerpt(raw(description), raw(text), ABOUT)
    assert found.text == truncate(LONG)
    assert found.opening == ""


@pytest.mark.parametrize(
    "description",
    [
        "What nobody tells you about the second call, and why it is the one that counts.",
        "<p>What nobody tells you about the <b>second</b> call.</p>",
        "A day at the desk",
    ],
)
def test_a_description_by_hand_is_shown_and_the_beginning_of_the_text_kept(
    description: str,
) -> None:
    found = make_excerpt(raw(description), raw(f"<p>{LONG}</p>"), ABOUT)
    assert found.text == shown(description)
    assert found.opening == truncate(LONG)


def test_where_there_is_one_it_serves() -> None:
    assert make_excerpt(raw(WORDS), None, ABOUT) == (WORDS, "")
    assert make_excerpt(None, raw(WORDS), ABOUT) == (WORDS, "")
    assert make_excerpt(raw(WORDS), raw("<img>"), ABOUT) == (WORDS, "")
    assert make_excerpt(None, None, ABOUT) == ("", "")


# --- length -------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", ["字", "あ", "กา", "字、"])
def test_a_text_without_spaces_is_cut_at_four_hundred_letters(letters: str) -> None:
    text = letters * 500
    assert 380 < len(shown(text)) <= 400
    assert shown(f"第1章 {text}").startswith("第1章 ")
    assert len(shown(f"第1章 {text}")) > 380


def test_a_cut_never_parts_a_letter_from_its_accent_or_an_emoji() -> None:
    for sign in ("e\u0301", "👩\u200d💻", "❤\ufe0f"):
        short = truncate("字" * 397 + sign * 20)
        assert len(short) <= 400
        assert short.rstrip("…").rstrip("字") in {"", sign, sign * 2, sign[:1]} or sign in short


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("ab cdé字。、\u0301\u200d… ·"), max_size=900))
def test_a_cut_is_a_beginning_and_short(text: str) -> None:
    text = " ".join(text.split())
    short = truncate(text)
    assert len(short) <= 400
    assert len(short.split()) <= 60
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


# --- what is read quickly -----------------------------------------------------------------------

SIMPLE = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "</p><p>", "<b>", "</b>", "<em>", "</strong>", "<br>", "&amp;", "&nbsp;"),
            *("&amp;#10;", "&#8217;", "\n", "  ", "\u200b", "\x0c", "\x85", "\xa0", "<", "&", "e-mail ", "Ten"),
            *("A client calls. ", "no stop ", "5 min read · ", "Read more", "Ten tips", "— é ", "x" * 400),
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip
NOT_SIMPLE = "<span></span>"


@given(SIMPLE, SIMPLE)
def test_simple_markup_is_read_as_any_other_is(summary: str, content: str) -> None:
    def excerpt(*texts: str) -> Excerpt:
        return make_excerpt(*map(raw, texts), ABOUT)

    whole = f"<p>{content}</p>"
    assert html_to_text(summary) == html_to_text(NOT_SIMPLE + summary)
    assert excerpt(summary, whole) == excerpt(NOT_SIMPLE + summary, NOT_SIMPLE + whole)


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.E9
@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"Entry {n}" for n in range(10_000)),
        "x\n\n" * 20_000,
        "<p>Hi there.</p>" + "<svg>" * 20_000 + "<p>end</p>",
        "a" * 200_000, "The post " * 20_000, "Continue reading " * 10_000, "<title " * 25_000, "<p>" * 60_000,
        "Photo by " + "x" * 100_000, "By " + "Ab " * 50_000, "Share this: " + "Share " * 30_000, "&amp;#" * 30_000,
        "[" * 100_000, "(more " * 30_000, "<br>" * 50_000, "<a href=#1>1</a>" * 12_000, "« " * 60_000,
        "0:00 " * 40_000, "x is a reader-supported " * 8_000, "<iframe " * 20_000, "&lt;p&gt;" * 20_000, "\n\n \n" * 50_000,
        "Tags: " + "and " * 95, "Tags: " + "a, b and c #" * 30 + "!", "Posted by " + "at 1 " * 70, "Posted by a at 1 " + "at 1 " * 70,
        "By Ann Bob" + " | Ann of 1" * 30 + "!", "Photo: A " + "b " * 60 + "?", "Filed under: " + "a Tags: " * 40 + "!",
        "Read more “" * 15_000, "1 " * 100_000,
    ],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    begin = time.process_time()
    make_excerpt(raw(text), raw(text), ABOUT)
    make_excerpt(raw(text, html=False), None, ABOUT)
    assert time.process_time() - begin < 5
