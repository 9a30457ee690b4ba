"""Two people's edits of one document: what each changed since the revision both began from, and the two put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal

from troubleshooting.documents.diff import Change, compare
from troubleshooting.documents.schema import ArticleDocument

Who = Literal["both", "theirs", "mine"]


@dataclass(frozen=True)
class Divergence:
    """A part that at least one of the two changed; the change of the other is None where they left it alone."""

    label: str
    mine: Change | None
    theirs: Change | None

    @property
    def who(self) -> Who:
        if self.mine and self.theirs:
            return "both"
        return "mine" if self.mine else "theirs"


def diverged(base: ArticleDocument, mine: ArticleDocument, theirs: ArticleDocument) -> tuple[Divergence, ...]:
    """Where the two have gone apart, in the order of the document. What both changed alike is no matter of dispute."""
    my_changes, their_changes = _by_identity(base, mine), _by_identity(base, theirs)
    found = []
    for identity in dict.fromkeys(chain(their_changes, my_changes)):
        me, them = my_changes.get(identity), their_changes.get(identity)
        if not (me and them and (me.kind, me.part.value) == (them.kind, them.part.value)):
            label = next(change.label for change in (them, me) if change)
            found.append(Divergence(label, me, them))
    return tuple(found)


def _by_identity(base: ArticleDocument, edited: ArticleDocument) -> dict[tuple[str, ...], Change]:
    return {(change.was or change.part).identity: change for change in compare(base, edited).changes}


Edit = tuple[int, int, tuple[str, ...]]
"""Lines of the common text, from and up to, and those that stand in their place."""


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Both edits of one text. None where both changed the same lines, or neighboring ones, in different ways."""
    lines = base.splitlines(keepends=True)
    merged: list[str] = []
    done, last = 0, None
    for edit in sorted({*_edits(lines, mine), *_edits(lines, theirs)}, key=lambda edit: edit[:2]):
        start, end, replacement = edit
        if last is not None and start <= last:
            return None
        merged += [*lines[done:start], *replacement]
        done = last = end
    return "".join([*merged, *lines[done:]])


def _edits(lines: list[str], text: str) -> Iterator[Edit]:
    edited = text.splitlines(keepends=True)
    for kind, start, end, new_start, new_end in SequenceMatcher(a=lines, b=edited, autojunk=False).get_opcodes():
        if kind != "equal":
            yield start, end, tuple(edited[new_start:new_end])
