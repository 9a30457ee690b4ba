"""The body of an article file cut into sections, by the level 1 and 2 headings that stand in no other block."""

from dataclasses import dataclass
from typing import Final

from troubleshooting.documents.commonmark import Span, is_too_deep, plain_line
from troubleshooting.documents.markdown.findings import Findings
from troubleshooting.documents.markdown.marks import take_key
from troubleshooting.documents.markdown.source import Segment
from troubleshooting.documents.schema import FixRole

ROLES: Final = {"Fix": FixRole.PRIMARY, "Fallback": FixRole.FALLBACK, "Follow-up": FixRole.FOLLOW_UP}
SCENARIO, QUESTION, CONTACT_SECTION = "Scenario", "Question", "Contact"
LEVELS: Final = {SCENARIO: 1, QUESTION: 1, CONTACT_SECTION: 1, **dict.fromkeys(ROLES, 2)}
"""The words that begin a section, and the level of their headings."""
OTHER = ""
"""The kind of a level 1 section that begins with no such word."""

_KINDS = {kind.casefold().replace("-", " "): kind for kind in LEVELS}


@dataclass(frozen=True)
class Section:
    kind: str
    title: str
    key: str | None
    line: int
    content: Segment


def cut(body: Segment, findings: Findings) -> tuple[Segment, list[Section]]:
    """What stands before the first section, and the sections."""
    blocks = body.spans()
    _check(body, blocks, findings)
    headings = [block for block in blocks if block.tokens[0].tag in {"h1", "h2"}]
    ends = [*(heading.start for heading in headings), len(body.lines)]
    sections = [
        _section(heading, body.number(heading.start), body.part(heading.end, end).strip(), findings)
        for heading, end in zip(headings, ends[1:], strict=True)
    ]
    return body.part(0, ends[0]).strip(), [section for section in sections if section]


def heading_line(kind: str, title: str = "…") -> str:
    return f"{'#' * LEVELS[kind]} {kind}" + ("" if kind == CONTACT_SECTION else f": {title}")


def _section(heading: Span, line: int, content: Segment, findings: Findings) -> Section | None:
    level = int(heading.tokens[0].tag[1])
    source, key = take_key(heading.tokens[1].content)
    word, _, title = source.partition(":")
    kind = _KINDS.get(word.strip().casefold().replace("-", " "), OTHER)
    if heading.tokens[0].markup in {"=", "-"}:
        message = "A line of `=` or `-` right below text makes it a heading. Put an empty line between the two."
        findings.error(line, message)
        kind = OTHER
    elif kind == OTHER:
        known = ", ".join(f"`{heading_line(each)}`" for each in LEVELS)
        findings.error(line, f"Unknown section “{source.strip()}”; use one of {known}, or a heading from `###` on.")
    elif level != LEVELS[kind]:
        findings.error(line, f"Write this heading with {LEVELS[kind]} `#`: `{heading_line(kind)}`.")
    if kind == OTHER and level > 1:
        return None
    return Section(kind, plain_line(title.strip()).strip(), findings.key(key, line), line, content)


def _check(body: Segment, blocks: list[Span], findings: Findings) -> None:
    """Two ways in which a block swallows more than its editor meant."""
    for block in blocks:
        for token in block.tokens:
            start, end = token.map or (0, 0)
            if token.type == "fence" and token.content.count("\n") != end - start - 2:
                findings.error(body.number(start), f"This code block is never closed. End it by a line {token.markup}")
            if is_too_deep(token):
                findings.error(body.number(start), "Lists and quotes are nested too deeply here. Write them less deep.")
                break
