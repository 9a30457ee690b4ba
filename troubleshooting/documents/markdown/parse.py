"""An article file read into its document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest

from troubleshooting.documents.limits import DOCUMENT_BYTES
from troubleshooting.documents.markdown.content import read_blocks
from troubleshooting.documents.markdown.findings import Findings
from troubleshooting.documents.markdown.header import FIELDS, HeaderReader, split_header
from troubleshooting.documents.markdown.printer import print_document
from troubleshooting.documents.markdown.sections import cut
from troubleshooting.documents.markdown.source import read_lines
from troubleshooting.documents.markdown.tree import TreeBuilder
from troubleshooting.documents.paths import ARTICLE, header_path, passages
from troubleshooting.documents.problems import Problem, in_order
from troubleshooting.documents.schema import ArticleDocument, Contact


@dataclass(frozen=True)
class Parsed:
    """What a file says. ``document`` is None when the file has errors."""

    document: ArticleDocument | None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each node, header field and block, by its path (see ``paths``)."""
    partial: ArticleDocument | None = None
    """As much of the article as could be read in spite of errors: to be looked at, never to be saved."""


# The problems, the preview and the save of one text follow each other within a second.
@lru_cache(maxsize=4)
def parse(text: str) -> Parsed:
    """Read an article file. Never raises: whatever is wrong with the text becomes a problem with its line.

    What is accepted is sure to survive: printed and parsed again it is the same document.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > DOCUMENT_BYTES:
        message = f"The file has {size:,} bytes; {DOCUMENT_BYTES:,} are the limit. Split the article."
        return Parsed(None, (Problem("error", message, 1),))
    article, findings = _read(text)
    if article and not findings.problems:
        findings.problems += _changes(article, text, findings.lines)
    document = None if findings.problems else article
    return Parsed(document, in_order(findings.problems), findings.lines, article)


def normalize(document: ArticleDocument) -> Parsed:
    """The document as its file would be read.

    Text from another editor can mean something else in a file: a line ``# Scenario: …``, a code block without an end.
    Then the result differs from the document or has problems, and the document must not be saved. Lines end in ``\\n``.
    """
    return parse(print_document(document))


def _read(text: str) -> tuple[ArticleDocument | None, Findings]:
    source, problems = read_lines(text)
    findings = Findings(problems)
    header, rest = split_header(source, findings)
    values = HeaderReader(header, findings).read() if header else None
    intro, sections = cut(rest, findings)
    tree = TreeBuilder(sections, findings)
    body = tree.blocks(read_blocks(intro, findings), ARTICLE)
    if header is None or values is None:
        return None, findings
    findings.lines[ARTICLE] = header.first - 1
    parts = {"scenarios": tree.scenarios, "questions": tree.questions, "contact": tree.contact or Contact()}
    fields = {name: findings.lines.get(header_path(name), findings.lines[ARTICLE]) for name in FIELDS}
    return findings.build(ArticleDocument, {**values, "body": body, **parts}, findings.lines[ARTICLE], fields), findings


def _changes(article: ArticleDocument, text: str, lines: Mapping[str, int]) -> list[Problem]:
    """A problem when the document would not survive being printed.

    Markdown has corners in which the lines of a block mean something else beside another neighbor.
    """
    printed = print_document(article)
    if printed == text:
        return []
    again, findings = _read(printed)
    if again == article and not findings.problems:
        return []
    pairs = zip_longest(passages(article), passages(again) if again else ())
    node = next((mine.node for mine, other in pairs if mine and mine != other), ARTICLE)
    message = "This part reads differently once it is printed again. Indent its lines evenly, and put code in fences."
    return [Problem("error", message, lines.get(node), node)]
