"""Rich text in the form in which it is kept. What it must never hold is asked of a reader that trusts everything."""

import re
import time
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store.adapters.privacy.texts import FirstTexts
from store.application.shared.errors import TextWithNul
from store.application.shared.rich_text import rich_text
from store.domain.privacy.purposes import DocumentKind

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "what users write is sanitised")]

PIECES = [
    "<", ">", "<<", "/>", "</", "<!--", "-->", "<?", "<![CDATA[", "]]>", "script", "<script>",
    "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<div\n", "onclick='a'", "a < b", "<3", "`", "```\n",
    "\\", "[", "]", "](", "]:", "(", ")", "[x](", "\n[x]: ", "![", "java", "script:", "JaVaScRiPt:", "vbscript:",
    "data:", "data:text/html,<b>", "alert(1)", "&#106;", "&#x6A", "avascript", "&colon;", "&#58;", "\\:", "&Tab;",
    "&NewLine;", "&#1;", "&#000009", "\t", "\n", "\n\n", "\r\n", " ", "> ", "# ", "- ", "*", "**",
    "https://example.org/?a=1&b=2", "mailto:ann@example.org", "<https://example.org>", "<ann@example.org>", "ü", "🏺",
    "\u2028", "ſcript:", '"', "'", "\x01", "x", "1",
]
SIGNS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)
ANY = st.lists(st.sampled_from(PIECES) | SIGNS, max_size=25).map("".join)
TRUSTING = MarkdownIt("commonmark", {"html": True}).enable("table")
TRUSTING.validateLink = lambda _: True
RUNS = re.compile(r"(javascript|vbscript|data):", re.IGNORECASE)


def tokens(text):
    for token in TRUSTING.parse(text):
        yield from (token, *(token.children or ()))


@given(ANY)
@example("<<b>script>alert(1)<</b>/script>")
@example("[x](<javascript:alert(1)>)")
@example("[x](&#1;&#106;ava&Tab;script&colon;alert(1))")
@example("> [x]:\n> java\n> script:x")
def test_nothing_that_was_kept_is_a_tag_or_leads_to_a_script(text):
    for token in tokens(rich_text(text)):
        assert token.type not in {"html_inline", "html_block"}
        for target in (token.attrs.get("href"), token.attrs.get("src")):
            assert not RUNS.match(re.sub(r"[\x00-\x20]", "", unescape(str(target)))), target
    assert not re.search(r"<(?!https?:|mailto:|[\w.+-]+@)[A-Za-z/!?]", rich_text(text), re.IGNORECASE | re.ASCII)


@given(ANY)
def test_what_was_kept_once_stays_as_it_is(text):
    assert rich_text(rich_text(text)) == rich_text(text)


@given(ANY.filter(lambda text: not re.search(r"<[A-Za-z/!?]|\]\(|\]:", text)))
def test_everything_else_stays_byte_for_byte(text):
    assert rich_text(text) == text


@pytest.mark.parametrize("text", [
    "", "# A mug\r\n\r\n*Holds* **0.3 l**, and  two spaces.\n", "5 < 6 > 4, I <3 mugs, a <- b, <= >=",
    "[care](https://example.org/care 'How'), [ours](/terms#data), [write](mailto:a@example.org)",
    "`x` \\* &lt;b&gt; &amp;",
    "<ann@example.org>, <mailto:ann@example.org>, <https://example.org/a?b=c>", "> said\n> again\n\n- [ ] done",
    "javascript: a language; data: what is kept",
    "[x]: /terms 'Terms'\n", "a\u00a0b \u202e \u2028 🏺 e\u0301", "| a | b |\n| --- | --- |\n| 1 | 2 |",
])
def test_prose_is_left_alone(text):
    assert rich_text(text) == text


@pytest.mark.parametrize(("written", "kept"), [
    ("a <b>bold</b> word", "a bold word"), ("<script>x()</script>", "x()"), ("a<br/>b<!-- c -->d<?e?>", "abd"),
    ("<<b>script>x", "x"), ("<<<a>a>a>x", "x"), ("a<b and no end", "a< b and no end"),
    ("a <b\n\nnext > c", "a < b\n\nnext > c"), ("`<b>`", "``"), ("<svg:x/onload=alert(1)>", ""),
    ("[x](javascript:alert(1))", "[x](#)"), ("[x](JAVAscript:f(1);g(2) 'why')", "[x](# 'why')"),
    ("[x]( data:,a)", "[x]( #)"), ("![x](data:image/png;base64,AA)", "![x](#)"), ("[x]: vbscript:x\n", "[x]: #\n"),
    ("[x](<javascript:a b>)", "[x]()"), ("[x](< javascript:a>)", "[x](< #>)"),
    ("[x](&#x6A;avascript&colon;x)", "[x](#)"), ("[x](java\nscript\\:x)", "[x](#)"),
    ("[x](<b>javascript:x)", "[x](#)"), ("<javascript:alert(1)>", ""),
])
def test_what_could_run_is_taken_out(written, kept):
    assert rich_text(written) == kept


def test_nul_is_refused():
    with pytest.raises(TextWithNul):
        rich_text("a\0b")


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<a>", "<<a>", "](", "](data", "](&#0", "](java&Tab;", "[x](data:(", "<a@", "\n", "<a\n"],
)
def test_long_text_takes_no_long_time(piece):
    began = time.process_time()
    rich_text(piece * (60_000 // len(piece)) + ">" * 20_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("kind", DocumentKind)
def test_what_the_software_brings_is_in_that_form(kind):
    text = FirstTexts().of(kind)
    assert rich_text(text) == text
