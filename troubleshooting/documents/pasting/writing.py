"""From passages to Markdown. Each paragraph is read back by our own parser, and marks that it takes otherwise are left out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from urllib.parse import quote

from troubleshooting.documents.commonmark import all_tokens, inline_text
from troubleshooting.documents.pasting.passages import BREAK, Passage, Place, Run, Runs

_HIGHEST = 3
"""Levels 1 and 2 are the article's own."""
_CHECKED = 3_000
"""Characters from which on a paragraph is escaped without reading it back."""
_EACH = 100
"""What reading back costs beside the characters, in characters."""

_HARMLESS = re.compile(r"[^\W\d_][^\\`*_\[\]<&~{]*")
"""One line that is its own Markdown, as most are."""
_MEANINGFUL = re.compile(r"[\\`*_\[\]<>&~!{]")
_LINE_START = re.compile(r"^(\d{0,9})([#+\-=>|:.)])")
_FOR_ADDRESS = re.compile(r"[\s()<>\\]")
_LOOKS: Sequence[tuple[str, str]] = (("bold", "**"), ("italic", "*"), ("struck", "~~"))
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_OURS = re.compile(r"(?:^|\s)\{#|^\s*\[(?:[ xX]\]|!)", re.MULTILINE)
"""Keys, checklist items and callouts: marks of the article file, which a Markdown parser takes for text."""
_CLOSING_HASHES = re.compile(r"(\s)(#+)$")


@dataclass(slots=True)
class _Patience:
    """How many characters of the whole paste may still be read back; without it, hostile ones take half a minute."""

    left: int = 400_000

    def lasts(self, markdown: str) -> bool:
        self.left -= len(markdown) + _EACH
        return self.left > 0


def write(passages: Sequence[Passage]) -> str:
    patience = _Patience()
    shallowest = min((passage.level for passage in passages if passage.kind == "heading"), default=1)
    lines: list[str] = []
    before: Passage | None = None
    for passage in passages:
        if before is not None and not _is_tight(before, passage):
            lines.append(_prefix(_common(before.place, passage.place)).rstrip())
        lines += _placed(_written(passage, shallowest, patience), passage.place, before.place if before else ())
        before = passage
    return "\n".join(lines)


# Places


def _is_tight(before: Passage, passage: Passage) -> bool:
    """Whether the passage is a new item and needs no empty line to be read as one."""
    known = len(_common(before.place, passage.place))
    new = passage.place[known:]
    if not (before.kind == passage.kind == "text" and new) or new[0].is_quote:
        return False
    if known == len(before.place):
        # Right below text only a list that counts from 1 begins.
        return known > 0 and not before.place[-1].is_quote and new[0].number in {None, 1}
    beside = before.place[known]
    return not beside.is_quote and (beside.number is None) == (new[0].number is None)


def _common(one: Place, other: Place) -> Place:
    return tuple(level for level, _same in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _prefix(place: Place) -> str:
    """What each further line of a passage begins with."""
    return "".join("> " if level.is_quote else " " * len(_mark(level.number)) for level in place)


def _mark(number: int | None) -> str:
    return "- " if number is None else f"{number}. "


def _placed(text: str, place: Place, before: Place) -> Iterator[str]:
    known = len(_common(place, before))
    new = "".join("> " if level.is_quote else _mark(level.number) for level in place[known:])
    first, *further = text.split("\n")
    yield _prefix(place[:known]) + new + first
    for line in further:
        yield _prefix(place) + line if line else _prefix(place).rstrip()


# Passages


def _written(passage: Passage, shallowest: int, patience: _Patience) -> str:
    if passage.kind == "code":
        return _fenced(passage.runs[0].text)
    if passage.kind == "table":
        return _table(passage.rows, patience)
    if passage.kind == "heading":
        return _heading(passage, shallowest, patience)
    return _paragraph(passage.runs, patience)


def _heading(passage: Passage, shallowest: int, patience: _Patience) -> str:
    runs = [Run(" ") if run == BREAK else run._replace(bold=False) for run in passage.runs]
    marks = "#" * min(6, passage.level - shallowest + _HIGHEST)
    text = _CLOSING_HASHES.sub(r"\1\\\2", _paragraph(runs, patience))
    return f"{marks} {text}"


def _fenced(text: str) -> str:
    text = text.replace("\r\n", "\n").replace(BREAK.text, "\n").strip("\n")
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _table(rows: Sequence[Sequence[Runs]], patience: _Patience) -> str:
    lines = [[_paragraph(cell, patience).replace("|", "\\|") for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _paragraph(runs: Runs, patience: _Patience) -> str:
    """The first way of writing it that reads back as the same words, from the prettiest to the surest."""
    if len(runs) == 1 and runs[0].is_plain and _HARMLESS.fullmatch(runs[0].text):
        return runs[0].text
    meant = _words("".join(run.text for run in runs))
    plain = [run._replace(bold=False, italic=False, struck=False) for run in runs]
    bare = [BREAK if run == BREAK else Run(run.text, image=run.image) for run in runs]
    if len(meant) <= _CHECKED and patience.left > 0:
        for each, is_escaped in ((runs, False), (runs, True), (plain, True), (bare, True)):
            markdown = _marked(each, _escaped if is_escaped else str)
            if not patience.lasts(markdown):
                break
            if (is_escaped or not _OURS.search(markdown)) and _reads(markdown, meant):
                return markdown
    return _marked([BREAK if run == BREAK else Run(run.text) for run in runs], _sure)


def _reads(markdown: str, meant: str) -> bool:
    tokens = all_tokens(markdown)
    is_paragraph = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    return is_paragraph and _words(inline_text(tokens[1].children or [])) == meant


def _words(text: str) -> str:
    return " ".join(text.split())


def _marked(runs: Runs, escape: Callable[[str], str]) -> str:
    return "".join(_linked(href, list(group), escape) for href, group in groupby(runs, key=lambda run: run.href))


def _linked(href: str, runs: Runs, escape: Callable[[str], str]) -> str:
    text = _with_looks(runs, _LOOKS, escape)
    if not href or not text.strip():
        return text
    address = _FOR_ADDRESS.sub(lambda found: quote(found[0]), href)
    return _around(text, "[", f"]({address})")


def _with_looks(runs: Runs, looks: Sequence[tuple[str, str]], escape: Callable[[str], str]) -> str:
    """Bold around italic around struck, each around as many runs as share it."""
    if not looks:
        return "".join(_leaf(run, escape) for run in runs)
    (look, mark), *others = looks
    texts = []
    for has_look, group in groupby(runs, key=lambda run: bool(getattr(run, look))):
        text = _with_looks(list(group), others, escape)
        texts.append(_around(text, mark, mark) if has_look else text)
    return "".join(texts)


def _around(text: str, start: str, end: str) -> str:
    """Marks take no blanks at their inner side."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{start}{inner}{end}{after}"


def _leaf(run: Run, escape: Callable[[str], str]) -> str:
    if run == BREAK:
        return "\\\n"
    if run.image:
        return f"![{_escaped(run.text)}]({run.image})"
    if run.code and run.text.strip():
        ticks = "`" * (1 + max(map(len, re.findall(r"`+", run.text)), default=0))
        edge = " " if len(ticks) > 1 else ""
        return _around(run.text, ticks + edge, edge + ticks)
    return escape(run.text)


def _escaped(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _MEANINGFUL.sub(r"\\\g<0>", text))


def _sure(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)
