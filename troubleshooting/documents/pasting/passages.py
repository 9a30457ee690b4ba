"""What is between reading and writing: passages of text, each with its place in lists and quotes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Run(NamedTuple):
    """Text of one look; an image has its text alternative as text."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    href: str = ""
    image: str = ""
    """The address of an image of ours."""

    @property
    def is_plain(self) -> bool:
        return not any(self[1:])


BREAK = Run("\v")
"""A line break: a character that no text has once it was read."""


class Level(NamedTuple):
    """One list item or quote around a passage. Two passages with equal levels stand in the same one."""

    number: int | None
    """In an ordered list; None in a bulleted one and for quotes."""
    identity: int
    is_quote: bool = False


Kind = Literal["text", "heading", "code", "table"]
Place = tuple[Level, ...]
Runs = list[Run]


@dataclass(slots=True)
class Passage:
    kind: Kind
    place: Place
    runs: Runs
    level: int = 0
    """Of a heading, as in the source."""
    rows: tuple[tuple[Runs, ...], ...] = ()
    """Of a table, the heading first."""


def has_structure(passages: Iterable[Passage]) -> bool:
    return any(
        passage.kind != "text" or passage.place or not all(run.is_plain for run in passage.runs) for passage in passages
    )


_BLANKS = re.compile(r"\s+")


def tidied(runs: Runs) -> Runs:
    """Runs of one look joined, each blank once, none at the ends of a line."""
    joined: Runs = []
    for run in runs:
        text = run.text if run == BREAK else _BLANKS.sub(" ", run.text)
        before = joined[-1] if joined else BREAK
        if before.text.endswith((" ", BREAK.text)):
            text = text.lstrip()
        if not text and not run.image:
            continue
        if run == BREAK or run.image or before == BREAK or run[1:] != before[1:]:
            joined.append(run._replace(text=text))
        else:
            joined[-1] = before._replace(text=before.text + text)
    while joined and not (joined[-1].image or joined[-1].text.strip()):
        joined.pop()
    if joined:
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip())
    return joined
