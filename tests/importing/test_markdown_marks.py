"""Each mark of the documentation sites by itself: what readers saw of it is in the draft."""

from collections.abc import Mapping

import pytest

from tests.importing.test_markdown_dialects import converted, document_of, printed

ABOVE = "# Sync stops\n\nIt stops.\n\n## Solution\n\n"
FILES = {
    "help/code/reset.sh": "sync --reset\nsync --start",
    "help/parts/_save.mdx": "Save the file first.",
    "data/variables/product.yml": 'name: "Sync Pro"\nnested: "The {% data variables.product.name %} app"\n',
    "data/reusables/sync/open.md": "Open the window.\n\nWait a minute.",
    "data/reusables/sync/short.md": "Press **Reset**.",
    "_includes/hint.md": "Ask a colleague.",
}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (':::image type="content" source="pics/a.png" alt-text="The reset button":::', ["The reset button", "pics/a.png"]),
        (':::image type="content"\n  source="pics/a.png"\n  alt-text="The reset button":::', ["The reset button"]),
        (
            ':::image type="content" source="pics/a.png" alt-text="Big" link="https://help.example.com/big":::',
            ["Big", "https://help.example.com/big"],
        ),
        (":::row:::\n:::column:::\nLeft side.\n:::column-end:::\n:::row-end:::", ["Left side."]),
        (':::video source="https://video.example.com/1" title="Watch it":::', ["[Watch it](https://video.example.com/1)"]),
        (":::mystery[Its title]\nIts text.\n:::", ["**Its title**", "Its text."]),
        ("::: moniker range=\"v2\"\nOnly in version two.\n::: moniker-end", ["Only in version two."]),
        (':::code language="bash" source="code/reset.sh":::', ["```bash\nsync --reset\nsync --start\n```"]),
        (':::code language="bash" source="code/gone.sh":::', ["`code/gone.sh`"]),
        ("[!code-bash[Main](code/reset.sh)]", ["sync --reset"]),
        ("[!VIDEO https://video.example.com/2]", ["https://video.example.com/2"]),
        ("> [!div class=\"checklist\"]\n> * First thing", ["First thing"]),
        ("Select [!UICONTROL Reset now].", ["**Reset now**"]),
        ("# [Windows](#tab/win)\n\nOn Windows.\n\n# [Mac](#tab/mac)\n\nOn a Mac.\n\n---", ["Windows", "On Windows.", "On a Mac."]),
        ("A claim.[^1]\n\n[^1]: Its proof.", ["Its proof."]),
        ("{: .no_toc }\nShown.", ["Shown."]),
    ],
)  # fmt: skip
def test_marks_of_microsoft_and_kramdown(written: str, kept: list[str]) -> None:
    text = printed(f"{ABOVE}{written}\n\n1. Reset it.\n", FILES)
    assert [words for words in kept if words not in text] == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("{% data variables.product.name %} stops.", ["Sync Pro stops."]),
        ("{% data variables.product.nested %} stops.", ["The Sync Pro app stops."]),
        ("{% data variables.product.gone %} stops.", ["variables.product.gone"]),
        ("{% data reusables.sync.open %}", ["Open the window.", "Wait a minute."]),
        ("First: {% data reusables.sync.short %}", ["First: Press **Reset**."]),
        ("{% include hint.md %}", ["Ask a colleague."]),
        ("{% include ../hint.md %}", ["hint.md"]),
        ('Click {% octicon "gear" aria-label="Settings" %}.', ["Click Settings."]),
        ("{% ifversion fpt %}\nFor all.\n{% endif %}", ["For all."]),
        ("{% raw %}{{ kept }}{% endraw %}", ["{{ kept }}"]),
        ("{% mac %}\n\nOn a Mac.\n\n{% endmac %}", ["Mac", "On a Mac."]),
        ("{% comment %}\nNobody sees it.\n{% endcomment %}\nSeen.", ["Seen."]),
        ("```\n{% data variables.product.name %} --help\n```", ["Sync Pro --help"]),
        ("{% tip %}\n\nTry again.\n\n{% endtip %}", ["> [!TIP]\n> Try again."]),
    ],
)
def test_marks_of_liquid(written: str, kept: list[str]) -> None:
    text = printed(f"{ABOVE}{written}\n\n1. Reset it.\n", FILES)
    assert [words for words in kept if words not in text] == []
    assert "Nobody sees it" not in text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<Tabs>\n<TabItem value="win" label="Windows">\n\nOn Windows.\n\n</TabItem>\n</Tabs>', ["Windows", "On Windows."]),
        ('<Card title="Reset" href="/reset">Go there.</Card>', ["Reset", "/reset", "Go there."]),
        ('<LinkCard title="Reset" href="https://help.example.com/reset" />', ["[Reset](https://help.example.com/reset)"]),
        ('It is <Badge text="new" /> here.', ["It is new here."]),
        ("<Steps>\n\n1. Open it.\n2. Close it.\n\n</Steps>", ["1. Open it.", "2. Close it."]),
        ('<Image src="https://help.example.com/a.png" alt="The button" />', ["The button", "https://help.example.com/a.png"]),
        ('<Video src="https://video.example.com/3" title="Watch" />', ["[Watch](https://video.example.com/3)"]),
        ('<Admonition type="warning" title="Mind">\nSave first.\n</Admonition>', ["[!WARNING] Mind", "Save first."]),
        ("import Save from './parts/_save.mdx'\n\n<Save />", ["Save the file first."]),
        ("export const x = 1\n\nShown.", ["Shown."]),
        ("{/* not seen */}Shown.", ["Shown."]),
        ("<>Shown in a fragment.</>", ["Shown in a fragment."]),
        ("A word {/* gone\nover lines */} after.", ["A word", "after."]),
    ],
)  # fmt: skip
def test_marks_of_mdx(written: str, kept: list[str]) -> None:
    text = printed(f"{ABOVE}{written}\n\n1. Reset it.\n", FILES, path="help/sync.mdx")
    assert [words for words in kept if words not in text] == []
    assert "not seen" not in text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('See <a href="https://a.example.com/x" title="More">the page</a>.', ["[the page](https://a.example.com/x"]),
        ('<img src="https://a.example.com/x.png" alt="A picture">', ["A picture", "https://a.example.com/x.png"]),
        ('<iframe src="https://v.example.com/4" title="A film"></iframe>', ["A film", "https://v.example.com/4"]),
        ("One<br>two and H<sub>2</sub>O, <kbd>Ctrl</kbd>.", ["One", "two", "Ctrl"]),
        ("<details>\n<summary>More of it</summary>\n\nHidden text.\n\n</details>", ["More of it", "Hidden text."]),
        ("<table><tr><th>Code</th></tr><tr><td>E-7</td></tr></table>", ["Code", "E-7"]),
        ("Type <your name> there.", ["your name"]),
        ("<https://a.example.com/y> and <me@example.com>", ["https://a.example.com/y", "me@example.com"]),
        ("Say \\*so\\* &amp; [here](gone.md 'Title').", ["\\*so\\*", "here", "gone.md", "Title"]),
        ("[![Alt](https://a.example.com/z.png)](https://a.example.com/big)", ["Alt", "https://a.example.com/big"]),
        ("![](https://a.example.com/only-name.png)", ["only-name.png"]),
        ("A `` ` `` tick and ~~gone~~ *so*.", ["`` ` ``", "~~gone~~"]),
        ("Visible <!-- a note\nover lines --> text.", ["Visible", "text."]),
        ("Never closed <!-- a note", ["a note"]),
        ('See <a href="other/page.html">the other page</a>.', ["the other page", "other/page.html"]),
        (
            '<a name="here"></a>An anchor, <a href="https://a.example.com/u">never closed',
            ["An anchor,", "never closed"],
        ),
        ('<img src="pics/gone.png" title="A title">', ["pics/gone.png", "A title"]),
        (
            'A [link][ref] and <https://a.example.com/q>.\n\n[ref]: https://a.example.com/r "Its title"',
            ["https://a.example.com/r", "Its title"],
        ),
        ("*emphasis with `code`* and **bold <b>tag</b>**<br/>line", ["emphasis with", "`code`", "tag", "line"]),
        (
            "<div>\n<p>A paragraph.</p>\n<ul><li>An item</li></ul>\n<pre>code here</pre>\n</div>",
            ["A paragraph.", "An item", "code here"],
        ),
        ("- an item\n\n  > [!NOTE]\n  > inside it\n\n      code in it", ["an item", "inside it", "code in it"]),
        ("A | B\n--|--\n[c](https://a.example.com/c) | `d|e`", ["https://a.example.com/c"]),
        (
            "Setext heading\n---\n\nBelow it.\n\n#### Deep\n\nDeeper.",
            ["Setext heading", "Below it.", "Deep", "Deeper."],
        ),
        ("word " * 3000, ["word word"]),
    ],
)
def test_html_and_inline_marks(written: str, kept: list[str]) -> None:
    text = printed(f"{ABOVE}{written}\n\n1. Reset it.\n", FILES)
    assert [words for words in kept if words not in text] == []


SHAPES: Mapping[str, tuple[str, list[str]]] = {
    "steps under headings": (
        "## Step 1: Open it\n\nOpen.\n\n## Step 2: Close it\n\nClose.\n\n## More information\n\nSee there.",
        ["Open.", "Close.", "See there."],
    ),
    "only prose": ("It stops when the disk is full.\n\nEmpty it.", ["Empty it."]),
    "causes in one section": (
        "## Causes\n\nThere are two.\n\n### Cause 1: Full disk\n\nNo room.\n\n### Cause 2: No net\n\nNo line.\n\n"
        "## Resolutions\n\n### Resolution for cause 1\n\n1. Empty it.\n\n### Resolution for cause 2\n\n1. Plug it in.",
        ["There are two.", "Empty it.", "Plug it in."],
    ),
    "a cause without a fix": (
        "## Cause\n\nA full disk\n\n## Cause\n\nNo net\n\n## Resolution\n\n1. Plug it in.\n\n## Cause\n\nOld age",
        ["A full disk", "Old age"],
    ),
    "problems with their own parts": (
        "## The window stays white\n\n### Cause\n\nNo room.\n\n### Solution\n\n1. Empty it.\n\n"
        "## The window is gone\n\n### Solution\n\n1. Open it.\n\n### Workaround\n\n1. Restart.",
        ["The window stays white", "The window is gone", "Restart."],
    ),
    "a remark between fixes": (
        "## Cause\n\nNo room.\n\n## Resolution\n\n1. Empty it.\n\n## Which disk\n\nThe first.\n\n## Check it\n\n1. Look.\n\n## Symptoms\n\nAgain.",
        ["The first.", "Look.", "Again."],
    ),
    "numbered and unnumbered ways": (
        "## Cause 1\n\nNo room.\n\n## Cause 2\n\nNo line.\n\n## Resolution\n\nDo this.\n\n### Resolution 1\n\n1. Empty it.\n\n"
        "### Resolution 2\n\n#### Method 1\n\n1. Plug it in.\n\n#### Method 2\n\n1. Buy one.\n\n### Status\n\nKnown.",
        ["Do this.", "Plug it in.", "Buy one.", "Known."],
    ),
    "a cause with its fix inside": (
        "## Cause: the disk is full\n\nNo room.\n\n### How to empty it\n\n1. Empty it.\n\nThen:\n\n1. Look.\n\n### Note\n\nMind.",
        ["No room.", "Empty it.", "Look.", "Mind."],
    ),
    "a method without steps": (
        "## Resolution\n\n### Method 1\n\n### Method 2\n\nCall us.\n\n- or write\n- or wait",
        ["Call us.", "or write"],
    ),
    "parts without any known heading": (
        "## About disks\n\nThey fill.\n\n## Emptying\n\nTake things out.\n\n## References\n\nA book.",
        ["They fill.", "Take things out.", "A book."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_of_article_has_a_cause_a_fix_and_all_its_words(name: str) -> None:
    written, kept = SHAPES[name]
    draft = converted(f"# Sync stops\n\nIt stops.\n\n{written}\n")
    document = document_of(draft)
    assert all(scenario.fixes for scenario in document.scenarios)
    assert document.scenarios
    text = printed(f"# Sync stops\n\nIt stops.\n\n{written}\n")
    assert [words for words in kept if words not in text] == []


@pytest.mark.parametrize(
    "header",
    [
        "title: [broken",
        "- a list",
        "title: Sync stops\nproducts: {pro: '*', team: '>=2'}",
        "title: Sync stops\ntags: one, two\ncategory: Syncing",
        "title: Sync stops\nappliesto:\n  - Sync Pro\n  - {name: odd}\nms.service: sync",
        'title: "Error 0x80070005: access denied"\nerror_codes: [E-7, "324"]\ndescription: >\n  Long\n  text.',
        "",
    ],
)
def test_front_matter_of_any_kind_loses_no_text(header: str) -> None:
    text = printed(f"---\n{header}\n---\n\n{ABOVE}1. Reset it.\n")
    assert "It stops." in text
    assert "1. Reset it." in text


@pytest.mark.parametrize(
    "title",
    ["Error E-4012 stops it", "AADSTS50105 at sign-in", "Event ID 17018", "HTTP 503", "error code: 0x1", "ERR_SSL_ERROR", "Windows 10", "code abc"],
)  # fmt: skip
def test_a_title_with_or_without_a_code_is_kept_whole(title: str) -> None:
    assert document_of(converted(f"# {title}\n\nIt stops.\n\n## Solution\n\n1. Reset it.\n")).title == title
