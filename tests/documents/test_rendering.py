"""Documents become safe HTML, and plain text for the search."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.utils.safestring import SafeString
from hypothesis import given

from tests.documents.factory import (
    CATALOG,
    make_document,
    make_fix,
    make_question,
    make_scenario,
    make_step,
    make_text,
)
from tests.documents.strategies import FEW, documents
from troubleshooting.documents.catalog import Catalog, DestinationLink
from troubleshooting.documents.links import image_name
from troubleshooting.documents.rendering import (
    RenderedArticle,
    RenderedLink,
    render_article,
    render_blocks,
    render_plain,
)
from troubleshooting.documents.schema import ArticleDocument, Blocks, Callout, Contact, Fix, FixRole, Step


def render(markdown: str) -> str:
    return render_blocks(make_text(markdown))


PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)' onclick=alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<div hx-get='/x' hx-trigger='load' data-hx-post='/y'>x</div>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<details open ontoggle=alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\u0001script:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x][r]\n\n[r]: javascript:alert(1) 'onmouseover=alert(1)'",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](x\"onerror=\"alert(1))",
    "![\"onerror=alert(1) x=\"](x)",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "[x](https://e.example \"' onmouseover='alert(1)\")",
    "[x](https://e.example/\"onmouseover=\"alert(1))",
    "```\"><script>alert(1)</script>\nx\n```",
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "| <script>x</script> | b |\n|:--|--:|\n| <img onerror=x> | [y](javascript:z) |",
    "> [!NOTE] <script>alert(1)</script>\n> <b onclick=x>",
    "- > [!TIP] \"><img src=x onerror=alert(1)>\n  > x",
    "### <script>alert(1)</script> {#x onclick=alert(1)}",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "[//evil.example](//evil.example/x) [b](/\\evil.example) [c](\\\\\\\\evil.example)",
    "\u003cscript\u003ealert(1)\u003c/script\u003e \uff1cscript\uff1e",
]  # fmt: skip

ALLOWED = {
    "a": {"href", "title", "rel", "class"},
    "aside": {"class", "role"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
    "li": {"id"},
    "ol": {"class", "start"},
    "p": {"class"},
    "span": {"class"},
}
BARE = {"ul", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "h4", "h5", "h6"} | {
    *("table", "thead", "tbody", "tr", "th", "td"),
}
CLASSES = {"steps", "table", "take-me-there", "visually-hidden", "callout-title", "callout"} | {
    f"callout-{kind}" for kind in ("note", "important", "tip", "warning", "before")
}


class Tags(HTMLParser):
    """Tags and attributes as a browser finds them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def assert_harmless(html: str) -> None:
    """Every tag, attribute, class and address is one that the page is meant to have: no script, on*, hx-*, data-*, style."""
    for tag, attributes in Tags(html).found:
        assert tag in ALLOWED.keys() | BARE
        assert set(attributes) <= ALLOWED.get(tag, set()), (tag, attributes)
        assert set(attributes.get("class", "").split()) <= CLASSES
        for name in attributes.keys() & {"href", "src"}:
            address = urlsplit(attributes[name])
            assert address.scheme in ({""} if name == "src" else {"", "http", "https", "mailto", "tel"})
            assert address.scheme or not address.netloc
            assert not re.match(r"[/\\]{2}|/%5C", attributes[name])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_dangerous_survives(payload: str) -> None:
    step = Step(key="step", body=make_text(payload), destination="bank-transactions")
    fix = make_fix(steps=(step,)).model_copy(
        update={"outcome": (Callout(kind="tip", title=payload.split("\n", maxsplit=1)[0], markdown=payload),)}
    )
    rendered = render_article(make_document(body=make_text(payload), scenarios=(make_scenario(fixes=(fix,)),)), CATALOG)
    [rendered_fix] = rendered.scenarios[0].fixes
    for html in (rendered.body, rendered_fix.steps, rendered_fix.outcome):
        assert_harmless(html)


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) >= 24


@FEW
@given(documents())
def test_every_document_is_rendered_harmless(document: ArticleDocument) -> None:
    rendered = render_article(document, Catalog())
    for scenario in rendered.scenarios:
        for fix in scenario.fixes:
            assert_harmless(fix.body + fix.steps + fix.outcome)
    assert_harmless(rendered.body + rendered.contact_body)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("A *b* **c** ~~d~~ `e<f`  \ng", "<p>A <em>b</em> <strong>c</strong> <s>d</s> <code>e&lt;f</code><br>\ng</p>"),
        ("- a\n  1. b", "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>"),
        ("7. a", '<ol start="7">\n<li>a</li>\n</ol>'),
        ("```sh\na\n```", "<pre><code>a\n</code></pre>"),
        ("    a", "<pre><code>a\n</code></pre>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("***", "<hr>"),
        ("### a\n\n#### b\n\n##### c\n\n###### d", "<h4>a</h4>\n<h5>b</h5>\n<h6>c</h6>\n<h6>d</h6>"),
        ("# a\n\n## b", "<h4>a</h4>\n<h4>b</h4>"),
        ("[a](/b)", '<p><a href="/b">a</a></p>'),
        ("[a](https://b 'c')", '<p><a href="https://b" title="c" rel="noopener noreferrer">a</a></p>'),
        ("<tel:+1>", '<p><a href="tel:+1">tel:+1</a></p>'),
        ("![a *b*](/c.png)", '<p><img src="/c.png" alt="a b" loading="lazy" decoding="async"></p>'),
        ("![a *b* <c>](http://b/c.png) ![d](https://e/f.png) ![g](//h)", "<p>a b &lt;c&gt; d g</p>"),
        ("[a](//b)", "<p><a>a</a></p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_plain_semantic_html(markdown: str, html: str) -> None:
    assert render(markdown) == html


def test_an_image_of_the_portal_keeps_its_room_free() -> None:
    name = image_name("0123456789abcdef" * 4, 640, 480)
    attributes = dict(Tags(render(f"![A window](/images/{name})")).found)["img"]
    assert attributes == {
        "src": f"/images/{name}", "alt": "A window", "width": "640", "height": "480", "loading": "lazy", "decoding": "async",
    }  # fmt: skip


@pytest.mark.parametrize(
    "url", ["/images/x-640x480.webp", f"/images/{'a' * 32}-0x480.webp", f"/other/{'a' * 32}-6x4.webp"]
)
def test_dimensions_are_taken_from_no_other_address(url: str) -> None:
    assert "width" not in render(f"![A window]({url})")


def test_a_table_can_be_scrolled_by_keyboard() -> None:
    html = render("| a | b |\n|---|--:|\n| c | d |")
    assert html.startswith('<div class="table" role="region" tabindex="0" aria-label="Table">\n<table>\n<thead>')
    assert html.endswith("</tbody>\n</table>\n</div>")
    assert "style" not in html


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("note", "Note"),
        ("important", "Important"),
        ("tip", "Tip"),
        ("warning", "Warning"),
        ("before", "Before you start"),
    ],
)
def test_a_callout_is_a_note_with_its_label(kind: str, label: str) -> None:
    callout = Callout.model_validate({"kind": kind, "markdown": "Text"})
    assert render_blocks((callout,)) == (
        f'<aside class="callout callout-{kind}" role="note">\n<p class="callout-title">{label}</p>\n<p>Text</p>\n</aside>'
    )


def test_a_callout_may_have_its_own_title() -> None:
    html = render_blocks((Callout(kind="note", title="Mind <this>", markdown="Text"),))
    assert '<p class="callout-title">Mind &lt;this&gt;</p>' in html


@pytest.mark.parametrize(("mark", "title"), [("[!BEFORE]", "Before you start"), ("[!before] My *title*", "My title")])
def test_a_callout_deep_in_the_text_looks_the_same(mark: str, title: str) -> None:
    html = render(f"- a\n\n  > {mark}\n  > Text")
    title = f'<p class="callout-title">{title}</p>'
    assert f'<aside class="callout callout-before" role="note">\n{title}\n<p>Text</p>\n</aside>' in html


def test_a_callout_deep_in_the_text_may_begin_with_a_blank_line() -> None:
    html = render("- > [!NOTE]\n  >\n  > Text")
    assert '<p class="callout-title">Note</p>\n\n<p>Text</p>' in html
    assert "<p></p>" not in html


def test_a_quote_with_an_unknown_mark_stays_a_quote() -> None:
    assert "<blockquote>" in render("> > [!OTHER]\n> > Text")


def test_steps_are_one_list_with_addresses_and_links() -> None:
    steps = (make_step("Open it.", key="open", destination="bank-transactions"), make_step("Go.", key="go"))
    [scenario] = render_article(
        make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),)), CATALOG
    ).scenarios
    [fix] = scenario.fixes
    assert fix.steps == (
        '<ol class="steps">\n'
        '<li id="reconnect--open">\n<p>Open it.</p>\n'
        '<a class="take-me-there" href="https://app.example.com/banking" rel="noopener noreferrer">'
        'Take me there<span class="visually-hidden">: Bank transactions</span></a>\n</li>\n'
        '<li id="reconnect--go">\n<p>Go.</p>\n</li>\n'
        "</ol>"
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "java\nscript:alert(1)", " \x01javascript:x", "//x", "/\t/x", "/\\x", "data:x"]
)
def test_a_destination_with_an_unsafe_address_gets_no_link(url: str) -> None:
    steps = (make_step(destination="bank-transactions"),)
    document = make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))
    rendered = render_article(document, Catalog(destinations={"bank-transactions": DestinationLink("X", url)}))
    assert "<a" not in rendered.scenarios[0].fixes[0].steps


def test_a_destination_that_the_catalog_does_not_know_gets_no_link() -> None:
    document = make_document(scenarios=(make_scenario(fixes=(make_fix(steps=(make_step(destination="gone"),)),)),))
    assert "<a" not in render_article(document, CATALOG).scenarios[0].fixes[0].steps


def test_the_names_of_a_destination_are_escaped() -> None:
    catalog = Catalog(destinations={"bank-transactions": DestinationLink("<b>", 'https://x/?a="b"&c')})
    document = make_document(
        scenarios=(make_scenario(fixes=(make_fix(steps=(make_step(destination="bank-transactions"),)),)),)
    )
    html = render_article(document, catalog).scenarios[0].fixes[0].steps
    assert 'href="https://x/?a=&quot;b&quot;&amp;c"' in html
    assert ": &lt;b&gt;</span>" in html


def test_an_article_is_rendered_with_the_names_of_the_catalog() -> None:
    body: Blocks = make_text("*Body*")
    fix = Fix(key="a", title="A <b>", role=FixRole.FALLBACK, body=body, outcome=body)
    document = make_document(
        title="A & B", codes=("324", "FDP-324"), products=("ledger", "unknown"), publisher="Intuit", body=body,
        scenarios=(make_scenario(fixes=(fix,), body=body),),
        questions=(make_question().model_copy(update={"body": body}),), contact=Contact(body=body),
    )  # fmt: skip
    rendered = render_article(document, CATALOG)
    assert (rendered.title, rendered.code, rendered.aliases) == ("A & B", "324", ("FDP-324",))
    assert rendered.topic == RenderedLink(slug="bank-connections", name="Bank connections")
    assert [product.name for product in rendered.products] == ["QuickBooks Ledger", "unknown"]
    [scenario], [question] = rendered.scenarios, rendered.questions
    assert (scenario.key, scenario.title, scenario.body) == ("new-details", "New-details", "<p><em>Body</em></p>")
    assert (scenario.fixes[0].title, scenario.fixes[0].role, scenario.fixes[0].steps) == ("A <b>", FixRole.FALLBACK, "")
    assert (
        scenario.fixes[0].body == scenario.fixes[0].outcome == question.body == rendered.contact_body == rendered.body
    )


def test_a_stored_page_is_read_back_with_its_html_marked_safe() -> None:
    rendered = render_article(make_document(body=make_text("*Body*")), CATALOG)
    stored = RenderedArticle.model_validate_json(rendered.model_dump_json())
    assert stored == rendered
    assert isinstance(stored.body, SafeString)
    assert not isinstance(stored.title, SafeString)


def test_the_same_document_always_gives_the_same_bytes() -> None:
    document = make_document(body=make_text("![a](/b) ![c](http://d) [e](https://f 'g')\n\n| a |\n|---|"))
    assert len({render_article(document, CATALOG).model_dump_json() for _ in range(5)}) == 1


def test_plain_blocks_are_what_a_step_says() -> None:
    assert render_plain((*make_text("Open **this**."), Callout(kind="note", markdown="Mind."))) == "Open this.\nMind."
