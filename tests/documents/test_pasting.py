"""What Word, Google Docs, mail programs and web pages put into the clipboard becomes Markdown that says the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.factory import CATALOG, HEADER
from tests.documents.strategies import FEW
from troubleshooting.documents.commonmark import plain
from troubleshooting.documents.lint import check
from troubleshooting.documents.pasting import LONGEST, to_markdown, writing

IMAGE = f"/images/{'a' * 32}-640x480.webp"

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>Hidden title</title>
<!--[if gte mso 9]><xml><w:View>Hidden view</w:View></xml><![endif]-->
<style><!-- @list l0:level1 {mso-level-number-format:bullet;} p.MsoNormal {margin:0in;} --></style></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<p class=MsoTitle>Bank feed errors<o:p></o:p></p>
<h1>When the bank<span style='mso-spacerun:yes'>&nbsp; </span>moves</h1>
<p class=MsoNormal>Open <b style='mso-bidi-font-weight:normal'>Bank</b><b>ing&nbsp;</b>and see
<a href="https://example.com/a (b)">the guide</a> or <a href="#_Toc1">below</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>First thing<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span></span><![endif]>Nested thing</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>Second <del cite="mailto:Ann" datetime="2026-01-01">old </del><ins
cite="mailto:Ann">new </ins>thing<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[A1]</a></span></p>
<p class=MsoNormal>Then:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Do this</p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>a.<span>&nbsp;</span></span>Sub a</p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>b.<span>&nbsp;</span></span>Sub b</p>
<p class=MsoListParagraph>still b</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Do that</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Code</b></p></td><td><p class=MsoNormal>Meaning</p></td></tr>
<tr><td><p class=MsoNormal>324</p></td><td><p class=MsoNormal>Not a|found<br>anywhere</p></td></tr></table>
<h2><span style='mso-list:Ignore'>1.1<span>&nbsp;</span></span>Afterwards</h2>
<p class=MsoNormal><img width=10 src="file:///C:/x.png" alt="A dialog"><o:p>&nbsp;</o:p></p>
<div style='mso-element:comment-list'><div class=msocomtxt>A comment</div></div>
<!--EndFragment--></body></html>"""

FROM_WORD = """\
### Bank feed errors

### When the bank moves

Open **Banking** and see [the guide](https://example.com/a%20%28b%29) or below.

- First thing
  - Nested thing
- Second new thing

Then:

1. Do this
   1. Sub a
   2. Sub b

      still b
2. Do that

| **Code** | Meaning |
| --- | --- |
| 324 | Not a\\|found anywhere |

#### 1.1 Afterwards

A dialog"""

GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1a2b"><h2 dir="ltr"
style="line-height:1.38;"><span style="font-size:16pt;font-weight:700;">Reconnect</span></h2><p dir="ltr"><span
style="font-weight:400;">Use </span><span style="font-weight:700;">bold</span><span
style="font-weight:700;font-style:italic"> and both</span><span>, </span><span
style="text-decoration:line-through">not this</span><span>.</span></p><ol><li dir="ltr" aria-level="1"><p dir="ltr"
role="presentation"><span>One</span></p></li><ul><li dir="ltr" aria-level="2"><p role="presentation"><span>Inner</span></p></li>
</ul><li dir="ltr" aria-level="1"><p role="presentation"><span>Two</span></p></li></ol><h3><span>Later</span></h3><p><a
href="https://x.example/"><span style="text-decoration:underline">Link</span></a></p></b><br class="Apple-interchange-newline">"""

FROM_GOOGLE_DOCS = """\
### Reconnect

Use **bold *and both***, ~~not this~~.

1. One
   - Inner
2. Two

#### Later

[Link](https://x.example/)"""

OUTLOOK = """<div class="WordSection1"><p class="MsoNormal">Hi Ann,<br><br>please try:</p><ul type="disc"><li class="MsoNormal"
style="mso-list:l0 level1 lfo1">Sign&nbsp;out</li><li class="MsoNormal" style="mso-list:l0 level1 lfo1">Sign in</li></ul>
<table cellpadding=0><tr><td><table><tr><td><p>Laid out</p></td></tr></table></td><td></td></tr></table>
<blockquote><p>You wrote</p><ol start="3"><li>three</li><li>four</li></ol></blockquote></div>"""

FROM_OUTLOOK = """\
Hi Ann,

please try:

- Sign out
- Sign in

Laid out

> You wrote
>
> 3. three
> 4. four"""

CONFLUENCE = f"""<h1 id="top">Page</h1><h2>Part</h2><p>Run <code>git log</code>, then <kbd>q</kbd>.</p><pre class="code"><span
class="line">a &lt; b</span>
  ``` c</pre><table><thead><tr><th>Key</th><th colspan="2">Value</th></tr></thead><tbody><tr><td><ul><li>x</li><li>y</li></ul></td>
<td>1</td><td>2</td></tr></tbody></table><p><img src="https://help.example{IMAGE}" alt="The [sign-in] page"> and
<img src="https://other.example/x.png" alt="another"></p><dl><dt>Term</dt><dd>Meaning</dd></dl>"""

FROM_CONFLUENCE = f"""\
### Page

#### Part

Run `git log`, then `q`.

````
a < b
  ``` c
````

| Key | Value |  |
| --- | --- | --- |
| x y | 1 | 2 |

![The \\[sign-in\\] page]({IMAGE}) and another

Term

Meaning"""


@pytest.mark.parametrize(
    ("html", "markdown"),
    [(WORD, FROM_WORD), (GOOGLE_DOCS, FROM_GOOGLE_DOCS), (OUTLOOK, FROM_OUTLOOK), (CONFLUENCE, FROM_CONFLUENCE)],
    ids=["word", "google docs", "outlook", "confluence"],
)
def test_the_structure_of_a_document_is_kept(html, markdown):
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b>a</b>", "**a**"),
        ("x<b> a </b>y", "x **a** y"),
        ("<b>a</b><b>b</b>", "**ab**"),
        ("<b>a<br>b</b>", "**a**\\\n**b**"),
        ("<i>a</i><b>b</b>", "*a***b**"),
        ("<b>“a”</b>b", "“a”b"),
        ("<i>a</i>\u00a0\u200bb\u2028c", "*a* b c"),
        ("<b>x</b> a*b* [c](d) &amp;amp; e_f", "**x** a\\*b\\* \\[c\\](d) \\&amp; e\\_f"),
        ("<b>x</b> snake_case [Enter]", "**x** snake_case [Enter]"),
        ("<em>x</em><p># Scenario: y</p>", "*x*\n\n\\# Scenario: y"),
        ("<em>x</em><p>Title<br>====</p>", "*x*\n\nTitle\\\n\\===="),
        ("<em>x</em><p>1. typed</p><p>- typed</p><p>2) typed</p>", "*x*\n\n1\\. typed\n\n\\- typed\n\n2\\) typed"),
        ("<em>x</em><p>---</p>", "*x*\n\n\\---"),
        ("<em>x</em><p>[a]: https://b</p>", "*x*\n\n\\[a\\]: https://b"),
        ("<em>x</em><p>Go. {#key}</p>", "*x*\n\nGo. \\{#key}"),
        ("<em>x</em><p>[ ] item</p>", "*x*\n\n\\[ \\] item"),
        ("<ul><li>[!NOTE] a</li></ul>", "- \\[\\!NOTE\\] a"),
        ("<h1>C #</h1>", "### C \\#"),
        ("<h5>a</h5><h6>b</h6>", "### a\n\n#### b"),
        ("• a<br><br>• b", "- a\n- b"),
        ("<ul><li>a<p>b</p></li><li><pre>c\nd</pre></li></ul>", "- a\n\n  b\n\n- ```\n  c\n  d\n  ```"),
        ("<ul><li>a</li></ul><ol start=5><li>b</li></ol>", "- a\n\n5. b"),
        ("<ul><li>a<ol start=5><li>b</li></ol></li></ul>", "- a\n\n  5. b"),
        ("<a href='javascript:x'>a</a><a href='/b'>b</a> <a href='mailto:a@b'>c</a>", "ab [c](mailto:a@b)"),
        ("<a href='https://x'><b>a</b></a>", "[**a**](https://x)"),
        ("<a href='https://x'><img src=y></a><b>z</b>", "**z**"),
        ("<s>a</s><del>b</del>", "~~ab~~"),
        ("<code>`</code>", "`` ` ``"),
        ("<p style='display:none'>a</p><b>b</b><span style='mso-hide:all'>c</span>", "**b**"),
        ("<script>a</script><style>b</style><b>c</b><!-- d --><svg><text>e</text></svg>", "**c**"),
        ("<table><tr><td>one</td></tr><tr><td><b>two</b></td></tr></table>", "one\n\n**two**"),
        ("<table><caption>Sum</caption><tr><th>a<th>b<tr><td>c</table>", "Sum\n\n| a | b |\n| --- | --- |\n| c |  |"),
        ("<table><tr><td>a<td>b<tr><td><h2>c</h2><td>d</table>", "a\n\nb\n\n### c\n\nd"),
        (f"<img src='{IMAGE}' alt='A page'>", f"![A page]({IMAGE})"),
    ],
)  # fmt: skip
def test_each_part_is_written_as_our_markdown(html, markdown):
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    "html",
    [
        "",
        "plain",
        "<meta charset='utf-8'><span style='color: red'># Scenario: a *b*</span>",
        "<p>a</p><p>b</p>",
        "<div style='font-family: Consolas; white-space: pre;'><div><span style='font-weight: bold'># a</span></div></div>",
        "<b> </b><ul><li></li></ul><table></table>",
    ],
)
def test_text_without_structure_is_left_to_the_clipboard_s_plain_text(html):
    assert to_markdown(html) == ""


WORDS = st.text(alphabet="abc #*_`[]()<>&!|-+=.:~{}\\1\u00a0é•\"'", max_size=12)
TAGS = ["p", "div", "b", "i", "em", "s", "code", "h1", "h3", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "span", "br"]  # fmt: skip


@st.composite
def pasted(draw):
    """Tags in any order and nesting, with text whose words are known."""
    parts = []
    for _ in range(draw(st.integers(0, 25))):
        tag = draw(st.sampled_from(TAGS))
        kind = draw(st.sampled_from(("open", "close", "text", "text")))
        text = draw(WORDS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        parts.append({"open": f"<{tag}>", "close": f"</{tag}>", "text": text}[kind])
    return "".join(["<b>x</b>", *parts])


def words_in(html):
    text = re.sub("<[^>]*>", " ", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.findall(r"\w+", text.replace("_", " "))


@FEW
@given(pasted())
def test_every_word_that_was_seen_is_kept_in_order(html):
    kept = "".join(re.findall(r"[^\W_]", plain(to_markdown(html))))
    assert kept == "".join(words_in(html))


@FEW
@given(pasted())
def test_no_paste_changes_the_structure_of_the_article_it_stands_in(html):
    before = f"{HEADER}\n# Scenario: S {{#s}}\n\n"
    after = "\n\n## Fix: F {#f}\n\n1. Go. {#go}\n\n# Contact\n\n- [ ] Name {#name}\n"
    parsed = check(before + to_markdown(html) + after, CATALOG)
    assert [problem for problem in parsed.problems if problem.severity == "error"] == []
    assert parsed.document is not None
    [scenario] = parsed.document.scenarios
    assert [fix.key for fix in scenario.fixes] == ["f"]
    assert [step.key for step in scenario.fixes[0].steps] == ["go"]
    assert [item.key for item in parsed.document.contact.checklist] == ["name"]


@FEW
@given(st.text(alphabet="<>/!-[]&;\"'= abdilmpru\n#*`1.", max_size=200))
def test_no_text_is_too_odd(html):
    assert isinstance(to_markdown(html), str)


BOMBS = {
    "nested blocks": "<div>x",
    "nested marks": "<b>x",
    "nested lists": "<ul><li>x",
    "nested tables": "<table><tr><td>x ",
    "nested quotes": "<blockquote>x",
    "items": "<li><b>x</b>",
    "brackets": "<b>x</b>[[[[",
    "less-than": "<",
    "half tags": '<a "',
    "half comments": "<!--",
    "half styles": "<style>",
    "ends": "<b>a</b></div></table>",
    "ampersands": "<b>a</b>&&&",
    "wide rows": "<td colspan=999>a",
}


@pytest.mark.parametrize("part", BOMBS.values(), ids=BOMBS)
def test_bombs_go_off_harmlessly(part):
    """A tenth of what may be pasted: whatever grew faster than the text would not come back."""
    markdown = to_markdown(part * (LONGEST // 10 // len(part)))
    assert len(markdown) < LONGEST


def test_a_paste_of_countless_odd_paragraphs_keeps_its_words_and_loses_only_marks(monkeypatch):
    """Reading each of them back, to keep its marks, is what takes long."""
    read_back, reads = [], writing._reads
    monkeypatch.setattr(writing, "_reads", lambda markdown, meant: read_back.append(markdown) or reads(markdown, meant))
    markdown = to_markdown("<p>[ *word* <b>bold</b></p>" * 5_000)
    assert markdown.startswith("\\[ \\*word\\* **bold**\n")
    assert markdown.count("word") == markdown.count("bold") == 5_000
    assert markdown.endswith("bold")
    assert len(read_back) < 5_000
