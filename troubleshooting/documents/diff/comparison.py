"""What became of each part of a document."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troubleshooting.documents.diff.parts import Part, parts
from troubleshooting.documents.diff.words import Run, Runs, WordMarker
from troubleshooting.documents.schema import ArticleDocument

ChangeKind = Literal["same", "added", "removed", "changed", "moved"]
Id = tuple[tuple[str, ...], int]
"""A part's identity, and how many parts of the document before it had the same."""


@dataclass(frozen=True)
class Change:
    """One part of either document. A moved part whose words changed too is ``changed``, and ``moved`` says the rest."""

    kind: ChangeKind
    part: Part
    """As it is after; before, if it was removed."""
    was: Part | None = None
    """As it was before, if it stands in both."""
    moved: bool = False
    follows: Part | None = None
    """What stands before a moved part now; None where it is the first."""
    before: Runs = ()
    after: Runs = ()

    @property
    def path(self) -> str:
        return self.part.path

    @property
    def label(self) -> str:
        return self.part.label

    @property
    def word(self) -> str:
        if self.kind == "changed" and self.moved:
            return _("moved and changed")
        words = {"added": _("added"), "removed": _("removed"), "changed": _("changed"), "moved": _("moved")}
        return words.get(self.kind, _("unchanged"))


@dataclass(frozen=True)
class Fold:
    """Neighbors that are the same in both documents."""

    changes: tuple[Change, ...]

    @property
    def words(self) -> str:
        count = len(self.changes)
        if all(change.part.kind == "step" for change in self.changes):
            return ngettext("%(count)s unchanged step", "%(count)s unchanged steps", count) % {"count": count}
        return ngettext("%(count)s unchanged part", "%(count)s unchanged parts", count) % {"count": count}


@dataclass(frozen=True)
class Comparison:
    """Every part of either document once, in the order of the later one; what is gone stands where it stood."""

    parts: tuple[Change, ...]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Nothing exactly if the documents are equal."""
        return tuple(change for change in self.parts if change.kind != "same")

    @cached_property
    def rows(self) -> tuple[Change | Fold, ...]:
        """What a page shows."""
        rows: list[Change | Fold] = []
        for same, neighbors in groupby(self.parts, lambda change: change.kind == "same"):
            found = tuple(neighbors)
            rows += [Fold(found)] if same else found
        return tuple(rows)

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """Such as “2 changed”, “1 added”."""
        count = {kind: sum(change.kind == kind for change in self.changes) for kind in ("changed", "added", "removed")}
        moved = sum(change.moved for change in self.changes)
        words = (
            (count["changed"], _("%(count)s changed")),
            (count["added"], _("%(count)s added")),
            (count["removed"], _("%(count)s removed")),
            (moved, _("%(count)s moved")),
        )
        return tuple(text % {"count": number} for number, text in words if number)


def compare(before: ArticleDocument, after: ArticleDocument) -> Comparison:
    """Parts are matched by key, never by likeness; a step also by its key alone when it changed its fix."""
    old, new = parts(before), parts(after)
    return Comparison(tuple(_Matching(old, new).changes(old, new)))


class _Matching:
    """Which part of one document is which of the other."""

    def __init__(self, old: Sequence[Part], new: Sequence[Part]) -> None:
        old_ids, new_ids = dict(_identified(old)), dict(_identified(new))
        pairs = [(old_ids[one], new_ids[one]) for one in new_ids if one in old_ids]
        lost = [part for one, part in old_ids.items() if one not in new_ids]
        found = [part for one, part in new_ids.items() if one not in old_ids]
        pairs += _steps_elsewhere(lost, found)
        # By id(): equal parts of one document are still two parts.
        self._was = {id(part): was for was, part in pairs}
        self._now = {id(was): part for was, part in pairs}
        self._marker = WordMarker()

    def changes(self, old: Sequence[Part], new: Sequence[Part]) -> Iterator[Change]:
        """Of the parts that stand next to each other inside one part, and of all inside them."""
        places = {id(part): place for place, part in enumerate(old)}
        stayed = self._stayed(places, new)
        lost = self._lost(old, stayed)
        for gone in lost[None]:
            yield from self._removed(gone)
        for follows, part in zip((None, *new), new, strict=False):
            was = self._was.get(id(part))
            if was is None:
                yield Change("added", part, after=_all("new", part.text))
            else:
                moved = id(part) not in stayed
                yield self._changed(was, part, moved=moved, follows=follows if moved else None)
            yield from self.changes(was.children if was is not None else (), part.children)
            if id(part) in stayed:
                for gone in lost[id(part)]:
                    yield from self._removed(gone)

    def _stayed(self, places: Mapping[int, int], new: Sequence[Part]) -> frozenset[int]:
        """The most parts that are still in the same order among themselves; the others have moved."""
        here = [part for part in new if (was := self._was.get(id(part))) and id(was) in places]
        order = [places[id(self._was[id(part)])] for part in here]
        return frozenset(id(here[index]) for index in _longest_rise(order))

    def _lost(self, old: Sequence[Part], stayed: frozenset[int]) -> defaultdict[int | None, list[Part]]:
        """What is in the later document no more, by the part that it stood after."""
        lost: defaultdict[int | None, list[Part]] = defaultdict(list)
        after: int | None = None
        for was in old:
            part = self._now.get(id(was))
            if part is None:
                lost[after].append(was)
            elif id(part) in stayed:
                after = id(part)
        return lost

    def _changed(self, was: Part, part: Part, *, moved: bool, follows: Part | None) -> Change:
        if was.value == part.value:
            text = _all("same", part.text)
            return Change("moved" if moved else "same", part, was, moved, follows, text, text)
        before, after = self._marker.mark(was.text, part.text)
        return Change("changed", part, was, moved, follows, before, after)

    def _removed(self, was: Part) -> Iterator[Change]:
        """With what was inside it and is nowhere else now."""
        yield Change("removed", was, before=_all("gone", was.text))
        for child in was.children:
            if id(child) not in self._now:
                yield from self._removed(child)


def _all(kind: Literal["same", "gone", "new"], text: str) -> Runs:
    return (Run(kind, text),)


def _everything(outermost: Iterable[Part]) -> Iterator[Part]:
    for part in outermost:
        yield part
        yield from _everything(part.children)


def _identified(outermost: Sequence[Part]) -> Iterator[tuple[Id, Part]]:
    seen: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for part in _everything(outermost):
        yield (part.identity, seen[part.identity]), part
        seen[part.identity] += 1


def _steps_elsewhere(lost: Sequence[Part], found: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """A step's key is its own only within its fix: in another fix it is the same one only if it says the same."""
    left: defaultdict[object, list[Part]] = defaultdict(list)
    for was in reversed(lost):
        if was.kind == "step":
            left[was.value].append(was)
    for part in found:
        if part.kind == "step" and left[part.value]:
            yield left[part.value].pop(), part


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Positions of a longest rising subsequence (patience sorting)."""
    tops: list[int] = []
    top_positions: list[int] = []
    below: list[int | None] = []
    for position, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        below.append(top_positions[pile - 1] if pile else None)
        tops[pile : pile + 1] = [number]
        top_positions[pile : pile + 1] = [position]
    rise: list[int] = []
    position_or_none = top_positions[-1] if top_positions else None
    while position_or_none is not None:
        rise.append(position_or_none)
        position_or_none = below[position_or_none]
    return rise[::-1]
