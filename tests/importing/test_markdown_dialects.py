"""What the marks of documentation sites become, and what becomes of what cannot be read."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import pytest

from tests.importing.nothing_lost import losses
from troubleshooting.documents.markdown import normalize, print_document
from troubleshooting.documents.schema import ArticleDocument, Callout
from troubleshooting.importing.drafts import Draft, SourceFile, Surroundings
from troubleshooting.importing.markdown import Defaults, convert, peek

IMAGE = "/images/0123456789abcdef0123456789abcdef-10x10.webp"


def converted(
    text: str | bytes,
    files: Mapping[str, str] = {},
    *,
    path: str = "help/sync.md",
    base_url: str = "",
) -> Draft:
    surroundings = Surroundings(
        read_text=lambda asked: files.get(asked.as_posix()),
        image_address=lambda asked, _alternative: IMAGE if files.get(asked.as_posix()) == "image" else None,
        article_slug=lambda asked: asked.stem if asked.as_posix() in files and asked.suffix == ".md" else None,
    )
    data = text if isinstance(text, bytes) else text.encode()
    return convert(
        SourceFile(PurePosixPath(path), data), surroundings, slug="sync", defaults=Defaults(base_url=base_url)
    )


def printed(text: str | bytes, files: Mapping[str, str] = {}, *, path: str = "help/sync.md", base_url: str = "") -> str:
    document = converted(text, files, path=path, base_url=base_url).document
    assert document
    assert normalize(document).document == document
    return print_document(document)


def document_of(draft: Draft) -> ArticleDocument:
    assert draft.document
    return draft.document


@pytest.mark.parametrize(
    ("written", "kind", "title"),
    [
        ("> [!CAUTION]\n> Save first.", "warning", ""),
        ("> [!NOTE] Save first.", "note", ""),
        (":::danger Mind the data\nSave first.\n:::", "warning", "Mind the data"),
        (":::caution[Mind the data]\nSave first.\n:::", "warning", "Mind the data"),
        ("{% note %}\n\nSave first.\n\n{% endnote %}", "note", ""),
        ('<Aside type="tip" title="Mind the data">\n  Save first.\n</Aside>', "tip", "Mind the data"),
    ],
)
def test_callouts_of_every_dialect_become_callouts(written: str, kind: str, title: str) -> None:
    document = document_of(converted(f"# Sync\n\nIt stops.\n\n## Solution\n\n{written}\n\n1. Reset it.\n"))
    callouts = [block for block in document.scenarios[0].fixes[0].body if isinstance(block, Callout)]
    assert [(block.kind, block.title, block.markdown) for block in callouts] == [(kind, title, "Save first.")]


def test_marks_of_microsofts_docs_leave_what_they_enclose() -> None:
    text = printed(
        '::: moniker range=">=2"\n:::row:::\n   :::column span="2":::\n      Left **text**.\n   :::column-end:::\n:::row-end:::\n::: moniker-end\n\n'
        ':::image type="content" source="media/a.png" alt-text="The dialog":::\n\n> [!VIDEO https://video.example/1]\n\n'
        '> [!div class="nextstepaction"]\n> [Go on](https://next.example)\n\n## Resolution\n\n# [Desktop](#tab/desktop)\n\n1. Click.\n\n# [Web](#tab/web)\n\n1. Tap.\n',
        {"help/media/a.png": "image"},
    )
    assert "Left **text**." in text
    assert f"![The dialog]({IMAGE})" in text
    assert "<https://video.example/1>" in text
    assert "\n[Go on](https://next.example)" in text
    assert "## Fix: Desktop" in text
    assert "## Fallback: Web" in text
    assert ":::" not in text


def test_liquid_is_filled_in_from_the_collection_or_kept() -> None:
    files = {
        "data/variables/product.yml": "name: Octo\n",
        "data/reusables/open/menu.md": "1. Open the menu.\n2. Wait.\n",
    }
    text = printed(
        "Use {% data variables.product.name %} and {% data variables.product.other %}.\n\n## Solution\n\n{% data reusables.open.menu %}\n"
        '1. Click {% octicon "gear" aria-label="Settings" %}.\n\n{% ifversion ghes %}\nOnly there.\n{% endif %}\n',
        files,
    )
    assert "Use Octo and {% data variables.product.other %}." in text
    assert "1. Open the menu.\n2. Wait.\n3. Click Settings." in text
    assert "Only there." in text
    assert "ifversion" not in text


def test_components_leave_their_texts() -> None:
    text = printed(
        "import { Tabs, TabItem } from '@theme';\nimport Part from './_part.mdx';\n\n<Tabs>\n  <TabItem value=\"a\" label=\"Apple\">\n\n    Red `<b>` fruit.\n\n"
        '  </TabItem>\n</Tabs>\n\n<Part />\n\n<LinkCard title="More" href="https://more.example" description="Much more" />\n\nA <Badge text="New" /> thing {/* hidden */}.\n',
        {"help/_part.mdx": "From the part.\n"},
        path="help/sync.mdx",
    )
    for expected in (
        "**Apple**",
        "Red `<b>` fruit.",
        "From the part.",
        "[More](https://more.example) Much more",
        "A New thing",
    ):
        assert expected in text
    assert "import" not in text
    assert "hidden" not in text


def test_includes_are_resolved_in_one_another_and_never_in_circles() -> None:
    files = {
        "includes/a.md": "---\ntitle: x\n---\nFirst [other](more.md).\n\n[!INCLUDE [b](b.md)]\n",
        "includes/b.md": "Then [!INCLUDE [a](a.md)]\n",
        "includes/more.md": "",
    }
    draft = converted("- [!INCLUDE [a](../includes/a.md)]\n\n[!INCLUDE [gone](../../out.md)]\n", files)
    text = print_document(document_of(draft))
    assert "First [other](/articles/more/)." in text
    assert "Then a (`a.md`)" in text
    assert "gone (`../../out.md`)" in text
    assert any("includes itself" in problem.message for problem in draft.problems)


def test_links_lead_to_articles_or_are_kept_as_text() -> None:
    source = "# Sync\n\n[a](other.md#part) [b](gone.md) [c](/exchange/x) [d][e] <https://auto.example> [f](javascript:x) [g](#sync)\n\n[e]: https://ref.example 'T'\n"
    text = printed(source, {"help/other.md": ""})
    assert "[a](/articles/other/#part)" in text
    assert "b (`gone.md`)" in text
    assert "c (`/exchange/x`)" in text
    assert '[d](https://ref.example "T")' in text
    assert "<https://auto.example>" in text
    assert "f (`javascript:x`)" in text
    assert "[g](/articles/sync/#sync)" in text
    absolute = printed(source, base_url="https://docs.example/site")
    assert "[b](https://docs.example/site/help/gone)" in absolute
    assert "[c](https://docs.example/exchange/x)" in absolute


def test_html_becomes_markdown() -> None:
    source = (
        "<table>\n<tr><th>Key</th><th>Use</th></tr>\n\n<tr><td>A</td><td>\n\n**bold** [x](https://x.example)\n\n</td></tr>\n</table>\n\n"
        '<details>\n<summary>More</summary>\n\nInside.\n</details>\n\nPress <kbd>Ctrl</kbd><br>or <a href="https://a.example">this</a> on <server name>.\n\n'
        '<p align="center"><img src="a.png" alt="A cat"></p>\n'
    )
    text = printed(source, {"help/a.png": "image"}).replace("\n   ", "\n")
    assert "| A | **bold** [x](https://x.example) |" in text
    assert "**More**\n\nInside." in text
    assert "Press `Ctrl`\\\nor [this](https://a.example) on \\<server name\\>." in text
    assert f"![A cat]({IMAGE})" in text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("\ufeff# Größe\n\nx\n".encode(), "Größe"),
        ("# Größe\n\nx\n".encode("utf-16"), "Größe"),
        ("# Größe\n\nx\n".encode("cp1252"), "Größe"),
        (b"# A\x00B\r\n\r\nx\r\n", "AB"),
        (b"---\ntitle: [broken\ntags:\n - a\n---\nx", "[broken"),
    ],
)
def test_other_encodings_and_broken_headers_are_read(data: bytes, expected: str) -> None:
    source = SourceFile(PurePosixPath("a.md"), data)
    assert peek(source)[0] == expected
    assert expected in printed(data)


def test_a_file_that_is_too_large_is_a_message() -> None:
    draft = converted(b"x" * 2_000_000)
    assert draft.document is None
    assert "262,144 are the limit" in draft.problems[0].message


def test_cells_beyond_the_heading_of_a_table_are_kept() -> None:
    source = "| a | b |\n|---|---|\n| 1 | 2 | three | four |\n"
    document = document_of(converted(source))
    assert not losses(source, document)
    assert "| 1 | 2 | three | four |" in print_document(document)
