"""Keys of the nodes: derived from what a node says, and kept when it says it differently."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from troubleshooting.documents.commonmark import plain
from troubleshooting.documents.folding import fold_text
from troubleshooting.documents.schema import KEY_LENGTH, UNSURE, ArticleDocument, ChecklistItem, Fix, Step

STEP_WORDS = 6
_BEGINNING = 300
"""Characters in which the first words of a step are looked for; its text may be as long as the file."""
SAME_TEXT = 0.6
"""From this likeness on, a node counts as an edited one and not as another."""

_APOSTROPHES = re.compile("['\u2019\u02bc]")
_UNSURE = re.compile(r"(?:i['\u2019]m )?not sure\.?", re.IGNORECASE)
_LETTERS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
})  # fmt: skip
"""Latin letters that Unicode does not take apart into a base letter and a mark."""


def slugify_key(text: str, *, words: int | None = None) -> str:
    """``Où? Größe`` gives ``ou-grosse``. Without a Latin letter or digit in the text, ``""``."""
    folded = fold_text(_APOSTROPHES.sub("", text)).translate(_LETTERS)
    slug = "-".join(re.findall(r"[a-z0-9]+", folded)[:words])
    if len(slug) <= KEY_LENGTH:
        return slug
    whole_words = slug[: KEY_LENGTH + 1].rpartition("-")[0]
    return whole_words or slug[:KEY_LENGTH]


def step_key(body: Sequence[str], procedure: str | None = None) -> str:
    """The first words of a step, whose blocks are given as Markdown; where it stands for a procedure, that one's key."""
    if procedure:
        return procedure
    return (slugify_key(plain(body[0][:_BEGINNING]), words=STEP_WORDS) if body else "") or "step"


def choice_key(label: str) -> str:
    return UNSURE if _UNSURE.fullmatch(label) else slugify_key(label) or "choice"


def item_key(label: str) -> str:
    return slugify_key(label, words=STEP_WORDS) or "item"


def fill_keys(given: Sequence[str | None], derived: Sequence[str], *, reserved: Iterable[str] = ()) -> tuple[str, ...]:
    """The given keys, and for those that lack one the derived key with ``-2``, ``-3`` … where it is taken."""
    taken = {*reserved, *(key for key in given if key)}
    counts: dict[str, int] = {}
    keys = []
    for key, base in zip(given, derived, strict=True):
        keys.append(key or _unique(base, taken, counts))
        taken.add(keys[-1])
    return tuple(keys)


def _unique(base: str, taken: Collection[str], counts: dict[str, int]) -> str:
    """``counts`` remembers how far each base has come, so that a thousand equal titles cost no million tries."""
    key = base
    while key in taken:
        counts[base] = counts.get(base, 1) + 1
        suffix = f"-{counts[base]}"
        key = base[: KEY_LENGTH - len(suffix)].rstrip("-") + suffix
    return key


def needed_keys(keys: Sequence[str], derived: Sequence[str], *, always: Collection[int] = ()) -> list[str | None]:
    """The keys that have to be written down so that ``fill_keys`` finds the others by itself."""
    given = [key if position in always else None for position, key in enumerate(keys)]
    while (found := fill_keys(given, derived)) != tuple(keys):
        given = [old or (key if key != got else None) for old, key, got in zip(given, keys, found, strict=True)]
    return given


NodeT = TypeVar("NodeT", Step, ChecklistItem)


def carry_over(document: ArticleDocument, previous: ArticleDocument) -> ArticleDocument:
    """The document with the keys its steps and checklist items had in a former revision, where only their text changed.

    A key that follows from the text changes with it, and what is remembered by that key would be lost: rows, and ticks
    on visitors' devices. Keys that an editor wrote down stay.
    """
    scenarios = tuple(
        scenario.model_copy(update={"fixes": tuple(_carry_fix(fix, previous.fix(fix.key)) for fix in scenario.fixes)})
        for scenario in document.scenarios
    )
    checklist = _carry(document.contact.checklist, previous.contact.checklist)
    contact = document.contact.model_copy(update={"checklist": checklist})
    return document.model_copy(update={"scenarios": scenarios, "contact": contact})


def _carry_fix(fix: Fix, former: Fix | None) -> Fix:
    return fix.model_copy(update={"steps": _carry(fix.steps, former.steps)}) if former else fix


def _carry(nodes: Sequence[NodeT], former: Sequence[NodeT]) -> tuple[NodeT, ...]:
    """Edited nodes are looked for in the gaps between those that kept their key."""
    keys, former_keys = [node.key for node in nodes], [node.key for node in former]
    carried = {node.key: node.key for node in nodes}
    gaps = SequenceMatcher(a=former_keys, b=keys, autojunk=False).get_opcodes()
    for change, former_start, former_end, start, end in gaps:
        if change == "replace":
            gone = [node for node in former[former_start:former_end] if node.key not in keys]
            new = [node for node in nodes[start:end] if node.key not in former_keys and _follows_from_text(node)]
            carried.update(_pair(new, gone))
    return tuple(node.model_copy(update={"key": carried[node.key]}) for node in nodes)


def _pair(new: Sequence[NodeT], gone: Sequence[NodeT]) -> Iterator[tuple[str, str]]:
    """New key and former key of the nodes that are most alike, in order. One node in the place of one is that node."""
    if len(new) == len(gone) == 1 and _procedure(new[0]) == _procedure(gone[0]):
        yield new[0].key, gone[0].key
        return
    position = 0
    for node in new:
        likeness = [_likeness(old, node) for old in gone[position:]]
        if likeness and max(likeness) >= SAME_TEXT:
            position += likeness.index(max(likeness)) + 1
            yield node.key, gone[position - 1].key


def _likeness(old: Step | ChecklistItem, new: Step | ChecklistItem) -> float:
    """A shared procedure is like itself and nothing else."""
    if _procedure(old) != _procedure(new):
        return 0
    return SequenceMatcher(a=_said(old), b=_said(new)).ratio()


def _procedure(node: Step | ChecklistItem) -> str | None:
    return node.procedure if isinstance(node, Step) else None


def _said(node: Step | ChecklistItem) -> str:
    return node.label if isinstance(node, ChecklistItem) else "\n".join(plain(block.markdown) for block in node.body)


def _follows_from_text(node: Step | ChecklistItem) -> bool:
    if isinstance(node, ChecklistItem):
        derived = item_key(node.label)
    else:
        derived = step_key([block.markdown for block in node.body], node.procedure)
    return re.fullmatch(rf"{derived}(-\d+)?", node.key) is not None
