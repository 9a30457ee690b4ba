"""From tags to passages: lists with their nesting, tables, headings, quotes and code, whatever program wrote them."""

import re
from dataclasses import dataclass, field
from itertools import count

from troubleshooting.documents.pasting.passages import BREAK, Kind, Level, Passage, Place, Run, Runs, tidied
from troubleshooting.documents.pasting.styles import Look, inside, word_level
from troubleshooting.documents.pasting.tables import Table
from troubleshooting.documents.pasting.tokens import Tag, tokens

MOST_LEVELS = 6
"""Lists and quotes in one another; what is deeper joins the sixth, far from where our Markdown drops it."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_SIBLINGS = frozenset({"li", "dt", "dd", "tr", "td", "th", "option"})
_VOID = frozenset(
    {"br", "img", "hr", "input", "col", "wbr", "meta", "link", "area", "base", "embed", "source", "param"}
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol",
    "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip
_BLOCKS |= _HEADINGS.keys()
_OURS = re.compile(r"/images/[0-9a-f]{32}-\d{1,5}x\d{1,5}\.webp\Z")
_NUMBER = re.compile(r"\(?(?:(\d{1,6})|[a-zA-Z]{1,6})[.)]")
_BULLET = re.compile(r"[\u00b7\u2022\u2023\u25aa\u25ab\u25cb\u25cf\u25e6\u2043\uf0a7\uf0b7]\s+")


@dataclass(slots=True)
class _Open:
    """A tag that is not closed yet, with what holds inside it."""

    name: str
    look: Look
    place: Place
    heading: int = 0
    word: int | None = None
    table: Table | None = None
    next_number: int | None = None
    """Of the next item of an ordered list."""
    last_item: Level | None = None


def read(html: str) -> list[Passage]:
    reader = _Reader()
    for token in tokens(html):
        if isinstance(token, str):
            reader.text(token)
        elif token.is_end:
            reader.close(token.name)
        else:
            reader.open(token)
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    passages: list[Passage] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=lambda: [_Open("", Look(), ())])
    open_names: dict[str, int] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    runs: Runs = field(default_factory=list)
    marker: str = ""
    word_items: Place = ()
    identities: "count[int]" = field(default_factory=count)

    @property
    def top(self) -> _Open:
        return self.stack[-1]

    # Text

    def text(self, text: str) -> None:
        look = self.top.look
        if look.is_hidden:
            return
        if look.is_marker:
            self.marker += text
        else:
            self.runs.append(Run(text, look.bold, look.italic, look.struck, look.code, look.href))

    def _line_break(self) -> None:
        if self._is_in("pre"):
            self.text("\n")
        elif self.runs and self.runs[-1] == BREAK:
            # Two in a row are how mail programs part paragraphs.
            self.flush()
        elif not self.top.look.is_hidden:
            self.runs.append(BREAK)

    def _image(self, tag: Tag) -> None:
        alternative = tag.attributes.get("alt", "")
        if self.top.look.is_hidden:
            return
        if ours := _OURS.search(tag.attributes.get("src", "")):
            self.runs.append(Run(alternative or " ", image=ours[0]))
        elif alternative:
            self.text(f" {alternative} ")

    # Tags

    def open(self, tag: Tag) -> None:
        if tag.name == "br":
            self._line_break()
        elif tag.name == "img":
            self._image(tag)
        if tag.name in _BLOCKS:
            self.flush()
            self._close_implied(tag.name)
        if tag.name in _VOID:
            return
        above = self.top
        opened = _Open(
            tag.name, inside(above.look, tag), above.place, _HEADINGS.get(tag.name, above.heading), above.word
        )
        if tag.name == "p":
            opened.word = word_level(tag)
            opened.heading = 1 if tag.attributes.get("class") == "MsoTitle" else opened.heading
        self._place(opened, tag)
        self.stack.append(opened)
        self.open_names[tag.name] = self.open_names.get(tag.name, 0) + 1

    def close(self, name: str) -> None:
        if name in _BLOCKS:
            self.flush()
        if not self._is_in(name):
            return
        while True:
            closed = self.stack.pop()
            self.open_names[closed.name] -= 1
            if closed.table:
                self._close_table()
            if closed.name == name:
                return

    def finish(self) -> list[Passage]:
        self.flush()
        while self.tables:
            self._close_table()
        return self.passages

    def _is_in(self, name: str) -> bool:
        return self.open_names.get(name, 0) > 0

    def _close_implied(self, name: str) -> None:
        """A paragraph ends where a block begins, an item where the next one begins."""
        while self.top.name == "p" or (self.top.name == name and name in _SIBLINGS):
            self.close(self.top.name)

    def _place(self, opened: _Open, tag: Tag) -> None:
        name, levels = tag.name, len(opened.place)
        if name == "ol":
            start = tag.attributes.get("start", "")
            opened.next_number = int(start) if start.isdecimal() and len(start) < 9 else 1
        if name in _LISTS and self.top.name in _LISTS and self.top.last_item and levels < MOST_LEVELS:
            # A list right in a list, as Google Docs writes it, belongs to the item before.
            opened.place = (*opened.place, self.top.last_item)
        elif name == "li":
            self._place_item(opened)
        elif name == "blockquote" and levels < MOST_LEVELS:
            opened.place = (*opened.place, Level(None, next(self.identities), is_quote=True))
        elif name == "table" and len(self.tables) < MOST_LEVELS:
            opened.table = Table(opened.place)
            self.tables.append(opened.table)
        elif self.tables and name == "tr":
            self.tables[-1].add_row()
        elif self.tables and name in _CELLS:
            self.tables[-1].add_cell(tag.attributes.get("colspan", ""))

    def _place_item(self, opened: _Open) -> None:
        above = self.top
        item = Level(above.next_number if above.name == "ol" else None, next(self.identities))
        if above.next_number is not None:
            above.next_number += 1
        above.last_item = item
        place = opened.place if len(opened.place) < MOST_LEVELS else opened.place[: MOST_LEVELS - 1]
        opened.place = (*place, item)

    def _close_table(self) -> None:
        table = self.tables.pop()
        if self.tables:
            self.tables[-1].holds_table = True
        self._into().extend(table.passages())

    # Passages

    def flush(self) -> None:
        """End the passage that has been read so far."""
        runs, self.runs = self.runs, []
        marker, self.marker = self.marker.strip(), ""
        if not any(run.image or run.text.strip() for run in runs):
            return
        if self._is_in("pre"):
            self._add("code", self.top.place, [Run("".join(run.text for run in runs))])
            return
        if marker and self.top.word is None:
            # The number of a numbered heading.
            runs.insert(0, Run(f"{marker} "))
        runs = tidied(runs)
        place = self._word_place(self.top, marker, runs)
        self._add("heading" if self.top.heading else "text", place, runs, self.top.heading)

    def _add(self, kind: Kind, place: Place, runs: Runs, level: int = 0) -> None:
        self._into().append(Passage(kind, place, runs, level))

    def _into(self) -> list[Passage]:
        return self.tables[-1].cell if self.tables else self.passages

    def _word_place(self, top: _Open, marker: str, runs: Runs) -> Place:
        """Where a paragraph stands that is an item in a list by its style or by its bullet alone."""
        is_in_list = bool(top.place) and not top.place[-1].is_quote
        bullet = "" if marker or is_in_list else _take_bullet(runs)
        if is_in_list or (top.word is None and not bullet):
            self.word_items = ()
            return top.place
        if top.word or bullet:
            level = min(top.word or 1, MOST_LEVELS)
            before = self.word_items[level - 1].number if len(self.word_items) >= level else None
            item = Level(_number(marker, before), next(self.identities))
            self.word_items = (*self.word_items[: level - 1], item)
        return (*top.place, *self.word_items)[:MOST_LEVELS]


def _number(marker: str, before: int | None) -> int | None:
    """Of an item of Word's; letters and Roman numerals count on from the item before."""
    found = _NUMBER.fullmatch(marker)
    if found is None:
        return None
    return int(found[1]) if found[1] else (before or 0) + 1


def _take_bullet(runs: Runs) -> str:
    """The bullet with which the text begins, taken off it."""
    found = _BULLET.match(runs[0].text) if runs else None
    if found is None:
        return ""
    runs[0] = runs[0]._replace(text=runs[0].text[found.end() :])
    return found[0]
