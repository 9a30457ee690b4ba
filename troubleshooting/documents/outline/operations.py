"""What the structural buttons do to the rows. Every result is in order again; nothing is lost but what was removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from troubleshooting.documents.keys import choice_key
from troubleshooting.documents.outline.rows import BLOCKS, FIELDS, STEPS, MangledFormError, Row, is_in_order, text_row
from troubleshooting.documents.outline.tree import LEVELS, ROOT, SECTIONS
from troubleshooting.documents.schema import CONTACT, UNSURE, FixRole

Rows = tuple[Row, ...]
UNSURE_LABEL: Final = "I'm not sure"


@dataclass(frozen=True)
class Removed:
    at: int
    rows: Rows


@dataclass(frozen=True)
class Change:
    """What an operation did: ``number`` of ``count`` is where the row in focus stands among its siblings, from 1."""

    rows: Rows
    op: str
    kind: str
    focus: int
    number: int = 0
    count: int = 0
    has_changed: bool = True
    removed: Removed | None = None


def apply(rows: Rows, op: str, place: int = ROOT, removed: Removed | None = None) -> Change:
    """Do what the button ``op`` at the row in that place says. ``removed`` is what "undo" puts back."""
    if op == "undo" and removed:
        return _undo(rows, removed)
    if op.startswith("add-"):
        return _add(rows, op, place)
    act = _ON_ROWS.get(op)
    if act is None or not 0 <= place < len(rows) or rows[place].kind in {"contact", "outcome"}:
        message = "This page has no such button any more. Load the page again."
        raise MangledFormError(message)
    return act(rows, place)


# Where things stand


def end_of(rows: Rows, place: int) -> int:
    """The place after a row and all that belongs to it."""
    if place == ROOT:
        return len(rows)
    level = LEVELS[rows[place].kind]
    return next((i for i in range(place + 1, len(rows)) if LEVELS[rows[i].kind] <= level), len(rows))


def _group(kind: str) -> frozenset[str]:
    """The kinds among which such a row is moved."""
    return next((group for group in (BLOCKS, STEPS) if kind in group), frozenset({kind}))


def _parents(rows: Rows, kind: str) -> list[int]:
    """The places of all rows that may hold such a row, from the top."""
    if kind in {"scenario", "question"}:
        return [ROOT]
    if kind in BLOCKS:
        return [ROOT, *(i for i, row in enumerate(rows) if row.kind not in BLOCKS | {"choice", "item"})]
    holder = _HOLDERS[kind]
    return [i for i, row in enumerate(rows) if row.kind == holder]


_HOLDERS: Final = {"fix": "scenario", "step": "fix", "procedure": "fix", "choice": "question", "item": "contact"}


def _siblings(rows: Rows, parent: int, kind: str) -> list[int]:
    group = _group(kind)
    if kind in BLOCKS:
        return list(range(parent + 1, _end_of_blocks(rows, parent)))
    return [i for i in range(parent + 1, end_of(rows, parent)) if rows[i].kind in group]


def _end_of_blocks(rows: Rows, parent: int) -> int:
    return next((i for i in range(parent + 1, len(rows)) if rows[i].kind not in BLOCKS), len(rows))


def _slots(rows: Rows, parent: int, kind: str) -> tuple[int, int]:
    """Where such a row goes to be the first or the last of its parent."""
    siblings = _siblings(rows, parent, kind)
    if siblings:
        return siblings[0], end_of(rows, siblings[-1])
    if kind == "question":
        contact = next(i for i, row in enumerate(rows) if row.kind == CONTACT)
        return contact, contact
    after_blocks = _end_of_blocks(rows, parent)
    return after_blocks, after_blocks


def _parent_of(rows: Rows, place: int) -> int:
    return max(parent for parent in _parents(rows, rows[place].kind) if parent < place)


def _told(rows: Rows, op: str, place: int, *, has_changed: bool = True) -> Change:
    kind = rows[place].kind
    siblings = _siblings(rows, _parent_of(rows, place), kind)
    number = siblings.index(place) + 1
    return Change(rows, op, kind, place, number, len(siblings), has_changed=has_changed)


# Moving


def _up(rows: Rows, place: int) -> Change:
    kind = rows[place].kind
    parent = _parent_of(rows, place)
    above = [i for i in _siblings(rows, parent, kind) if i < place]
    if above:
        return _moved(rows, "up", place, above[-1])
    former = [i for i in _parents(rows, kind) if i < parent]
    if former:
        return _moved(rows, "up", place, _slots(rows, former[-1], kind)[1])
    return _told(rows, "up", place, has_changed=False)


def _down(rows: Rows, place: int) -> Change:
    kind = rows[place].kind
    parent = _parent_of(rows, place)
    below = [i for i in _siblings(rows, parent, kind) if i > place]
    if below:
        return _moved(rows, "down", place, end_of(rows, below[0]))
    next_parents = [i for i in _parents(rows, kind) if i > parent and i >= end_of(rows, place)]
    if next_parents:
        return _moved(rows, "down", place, _slots(rows, next_parents[0], kind)[0])
    return _told(rows, "down", place, has_changed=False)


def _moved(rows: Rows, op: str, place: int, to: int) -> Change:
    end = end_of(rows, place)
    block = rows[place:end]
    if to <= place:
        return _told((*rows[:to], *block, *rows[to:place], *rows[end:]), op, to)
    return _told((*rows[:place], *rows[end:to], *block, *rows[to:]), op, to - len(block))


# Adding, duplicating, removing


def _fresh(rows: Rows, kind: str, parent: int) -> Sequence[Row]:
    """A new row with what it cannot do without."""
    if kind == "fix":
        is_first = parent == ROOT or not _siblings(rows, parent, "fix")
        role = FixRole.PRIMARY if is_first else FixRole.FALLBACK
        return Row("fix", values={"role": role.value, "title": ""}), *_fresh(rows, "step", ROOT), Row("outcome")
    if kind == "scenario":
        return Row("scenario", values={"title": ""}), text_row(), *_fresh(rows, "fix", ROOT)
    if kind == "question":
        return Row("question", values={"title": ""}), *_fresh(rows, "choice", ROOT), _UNSURE_CHOICE
    values = dict.fromkeys(FIELDS[kind], "")
    return (Row(kind, values=values | {"kind": "note"} if kind == "callout" else values),)


_UNSURE_CHOICE = Row("choice", UNSURE, {"label": UNSURE_LABEL, "to": CONTACT})
_ADDED = frozenset(LEVELS) - {"contact", "outcome"}


def _add(rows: Rows, op: str, place: int) -> Change:
    """Below a row of the same kind; else as the last one of the row that holds such rows, or of the article."""
    kind = op.removeprefix("add-")
    if kind not in _ADDED or not ROOT <= place < len(rows):
        message = "This page has no such button any more. Load the page again."
        raise MangledFormError(message)
    if place != ROOT and rows[place].kind in _group(kind):
        parent, to = _parent_of(rows, place), end_of(rows, place)
    elif place in _parents(rows, kind):
        parent, to = place, _last_slot(rows, place, kind)
    else:
        message = "This part of the article cannot hold what was added. Load the page again."
        raise MangledFormError(message)
    return _told((*rows[:to], *_fresh(rows, kind, parent), *rows[to:]), op, to)


def _last_slot(rows: Rows, parent: int, kind: str) -> int:
    """A new choice goes above "I'm not sure"."""
    last = _slots(rows, parent, kind)[1]
    if kind == "choice" and rows[last - 1].kind == "choice" and is_unsure(rows[last - 1]):
        return last - 1
    return last


def is_unsure(choice: Row) -> bool:
    return choice.key == UNSURE or choice_key(choice["label"]) == UNSURE


def _duplicate(rows: Rows, place: int) -> Change:
    """Below the original. Keys that have to differ from those of the original are left to be made anew."""
    end = end_of(rows, place)
    copy = [replace(row, key="") if i == 0 or row.kind in SECTIONS else row for i, row in enumerate(rows[place:end])]
    return _told((*rows[:end], *copy, *rows[end:]), "duplicate", end)


def _remove(rows: Rows, place: int) -> Change:
    """The focus goes to the next sibling, else to the former one, else to the parent."""
    before = _told(rows, "remove", place)
    end, parent = end_of(rows, place), _parent_of(rows, place)
    siblings = _siblings(rows, parent, before.kind)
    left = (*rows[:place], *rows[end:])
    if place != siblings[-1]:
        focus = place
    elif len(siblings) > 1:
        focus = siblings[-2]
    else:
        focus = parent
    return replace(before, rows=left, focus=focus, removed=Removed(place, rows[place:end]))


def _undo(rows: Rows, removed: Removed) -> Change:
    back = (*rows[: removed.at], *removed.rows, *rows[removed.at :])
    if not removed.rows or not is_in_order(back) or removed.rows[0].kind in {"contact", "outcome"}:
        message = "What was removed does not fit into the article any more. Add it anew."
        raise MangledFormError(message)
    return _told(back, "undo", removed.at)


_ON_ROWS: Final[dict[str, Callable[[Rows, int], Change]]] = {
    "up": _up,
    "down": _down,
    "duplicate": _duplicate,
    "remove": _remove,
}
