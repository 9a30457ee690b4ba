"""What stands in a section, cut apart: blocks, steps, choices, the checklist."""

import re
from collections.abc import Callable
from typing import NamedTuple

from troubleshooting.documents.callouts import KINDS, MARKER
from troubleshooting.documents.commonmark import Span, plain_line
from troubleshooting.documents.markdown.findings import Findings
from troubleshooting.documents.markdown.marks import DESTINATION, PROCEDURE, Entry, take_key
from troubleshooting.documents.markdown.source import Segment, dedent

_QUOTE_MARK = re.compile(r" {0,3}>")
_ITEM_MARK = re.compile(r"([ \t]*\d{1,9}[.)])([ \t]*)(.*)")


class Piece(NamedTuple):
    """A block as it is written; ``line`` is that of a callout's mark."""

    content: Segment
    kind: str = "text"
    title: str = ""
    line: int = 0


class WrittenStep(NamedTuple):
    line: int
    key: str | None
    pieces: list[Piece]
    destination: str | None
    procedure: str | None


class WrittenFix(NamedTuple):
    """The content of a fix."""

    body: list[Piece]
    steps: list[WrittenStep]
    outcome: list[Piece]


def read_blocks(segment: Segment, findings: Findings) -> list[Piece]:
    """Callouts, and the text between them."""
    pieces: list[Piece] = []
    done = 0
    for block in segment.spans():
        if block.kind == "blockquote_open" and (callout := _callout(segment.part(block.start, block.end), findings)):
            pieces += [Piece(segment.part(done, block.start).strip()), callout]
            done = block.end
    pieces.append(Piece(segment.part(done).strip()))
    return [piece for piece in pieces if piece.content.lines]


def _callout(quote: Segment, findings: Findings) -> Piece | None:
    content = Segment(tuple(_unquote(line) for line in quote.lines), quote.first)
    marker = MARKER.match(content.lines[0])
    if marker is None:
        return None
    kind = KINDS.get(marker[1].upper())
    if kind is None:
        known = ", ".join(f"`[!{each}]`" for each in KINDS)
        findings.error(quote.first, f"There is no callout `[!{marker[1]}]`; use one of {known}.")
        return None
    text = content.part(1).strip()
    if not text.lines:
        findings.error(quote.first, "This callout says nothing. Write its text on the lines below, each behind a `>`.")
    return Piece(text, kind, plain_line((marker[2] or "").strip()).strip(), quote.first)


def _unquote(line: str) -> str:
    """A line without its `>`. One that continues a paragraph may have none."""
    mark = _QUOTE_MARK.match(line)
    if mark is None:
        return line
    rest = line[mark.end() :]
    # The mark takes one column of a tab that follows it.
    return " " * (3 - mark.end() % 4) + rest[1:] if rest.startswith("\t") else rest.removeprefix(" ")


def read_fix(content: Segment, findings: Findings) -> WrittenFix:
    """The first numbered list is the steps."""
    blocks = content.spans()
    steps = next((block for block in blocks if block.kind == "ordered_list_open"), None)
    if steps is None:
        return WrittenFix(read_blocks(content, findings), [], [])
    _check_outcome(content, steps, blocks[blocks.index(steps) + 1 :], findings)
    return WrittenFix(
        read_blocks(content.part(0, steps.start), findings),
        [_read_step(content.part(item.start, item.end), findings) for item in steps.items()],
        read_blocks(content.part(steps.end), findings),
    )


def _check_outcome(content: Segment, steps: Span, following: list[Span], findings: Findings) -> None:
    """Lines that look like a part of the steps and are none, for their indentation."""
    items = list(steps.items())
    after = content.part(steps.end).strip()
    if after.lines and after.lines[0].startswith((" ", "\t")):
        column, _ = _split_item(content.lines[items[-1].start])
        findings.error(after.first, f"Indent this by {column} spaces to make it part of the step above, or by none.")
    next_numbers = {len(items) + 1, int(items[-1].tokens[0].info) + 1}
    for block in following:
        start = block.tokens[0].attrGet("start")
        if start in next_numbers:
            message = f"Step {start} is cut off from the steps above it. Indent the lines between them further."
            findings.error(content.number(block.start), message)


def _split_item(line: str) -> tuple[int, str]:
    """The column in which the text of a numbered item begins, and what of it stands on this first line."""
    found = _ITEM_MARK.fullmatch(line)
    mark, gap, text = found.groups() if found else ("", "", line)
    end = len(mark.expandtabs(4))
    width = len((mark + gap).expandtabs(4)) - end
    if not text:
        return end + 1, ""
    if width > 4:  # indented code
        return end + 1, " " * (width - 1) + text
    return end + width, text


def _read_step(item: Segment, findings: Findings) -> WrittenStep:
    column, first_line = _split_item(item.lines[0])
    content = Segment((first_line, *(dedent(line, column) for line in item.lines[1:])), item.first).strip()
    key = None
    if content.lines:
        first_line, key = take_key(content.lines[0])
        content = Segment((first_line, *content.lines[1:]), content.first).strip()
    if content.lines and content.lines[0].startswith(" "):
        content = _flush(content)
    content, destination = _take_reference(DESTINATION, content, findings)
    content, procedure = _take_reference(PROCEDURE, content, findings)
    pieces = read_blocks(content, findings)
    return WrittenStep(item.first, findings.key(key, item.first), pieces, destination, procedure)


def _flush(content: Segment) -> Segment:
    """Without the spaces before a line that begins below its number, where they mean nothing."""
    kinds = [block.kind for block in content.spans()]
    if kinds and kinds[0] not in {"paragraph_open", "heading_open", "hr"}:
        return content
    return Segment((content.lines[0].lstrip(" "), *content.lines[1:]), content.first)


def _take_reference(mark: re.Pattern[str], content: Segment, findings: Findings) -> tuple[Segment, str | None]:
    """The link to a destination or a shared procedure that ends a step."""
    found = mark.fullmatch(content.lines[-1]) if content.lines else None
    if found is None:
        return content, None
    ends = [block.end for block in content.spans() if block.kind == "paragraph_open"]
    if len(content.lines) not in ends:
        return content, None
    return content.part(0, -1).strip(), findings.key(found[1], content.number(len(content.lines) - 1))


def take_list(
    content: Segment, read: Callable[[Span], Entry | None], wanted: str, findings: Findings
) -> tuple[Segment, list[Entry]]:
    """The bullet list of such entries that ends a section, and what stands above it."""
    for block in reversed(content.spans()):
        items = list(block.items()) if block.kind == "bullet_list_open" else []
        entries = [(content.number(item.start), read(item)) for item in items]
        if any(entry for _, entry in entries):
            rest = content.part(block.end).strip()
            if rest.lines:
                findings.error(rest.first, "Nothing may follow this list. Move the text above it.")
            for line, entry in entries:
                if entry is None:
                    findings.error(line, f"Write each item of this list as `{wanted}`.")
            return content.part(0, block.start).strip(), [
                entry._replace(line=line, key=findings.key(entry.key, line)) for line, entry in entries if entry
            ]
    return content, []
