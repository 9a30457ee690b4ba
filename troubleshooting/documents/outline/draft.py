"""Rows made into a document, also where the document is not finished."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.keys import slugify_key
from troubleshooting.documents.markdown.marks import is_key
from troubleshooting.documents.outline.rows import Header, Outline
from troubleshooting.documents.outline.tree import SECTIONS, Branch, grow, keys_of
from troubleshooting.documents.schema import (
    CONTACT,
    ArticleDocument,
    Block,
    Blocks,
    Callout,
    ChecklistItem,
    Choice,
    Contact,
    Fix,
    FixRole,
    Question,
    Scenario,
    Step,
    Text,
)

_BLANK_ENDS = re.compile(r"\A(?:[ \t]*\n)+|(?:\n[ \t]*)+\Z")
_LINE_BREAKS = re.compile(r"[\r\n]+")


def document_of(outline: Outline, catalog: Catalog | None = None) -> ArticleDocument:
    """The document; ValidationError where it is not finished."""
    return ArticleDocument.model_validate(draft_of(outline, catalog).model_dump())


def draft_of(outline: Outline, catalog: Catalog | None = None) -> ArticleDocument:
    """The document as far as it goes: its values are not checked, so that everything that was typed is in it.

    Dropped are texts that say nothing, and new steps, choices and items at the end of their list that nobody wrote in.
    """
    root = grow(outline.rows)
    return _Draft(root, keys_of(root), catalog or Catalog()).article(outline.header)


def is_unwritten(branch: Branch) -> bool:
    return branch.row.is_empty and not branch.blocks and not is_key(branch.row.key)


def written(branches: Sequence[Branch]) -> Sequence[Branch]:
    """Without the new rows at the end that were left empty."""
    count = len(branches)
    while count and is_unwritten(branches[count - 1]):
        count -= 1
    return branches[:count]


def kept_nodes(root: Branch) -> Iterator[Branch]:
    """The branches of all nodes that the document has, in its order."""
    for branch in root.walk():
        children = branch.steps if branch.row.kind == "fix" else branch.children
        if branch.row.kind in SECTIONS:
            yield branch
        if branch.row.kind in {"fix", "question", "contact"}:
            yield from written(children)


def clean_text(text: str) -> str:
    """Unix line ends, and no blank lines at the beginning and the end."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BLANK_ENDS.sub("", f"{unix}\n") if unix.strip(" \t\n") else ""


def clean_line(text: str) -> str:
    return _LINE_BREAKS.sub(" ", text).strip()


class _Draft:
    def __init__(self, root: Branch, keys: Mapping[int, str], catalog: Catalog) -> None:
        self._root = root
        self._keys = keys
        self._targets = {
            CONTACT: CONTACT,
            **_by_name((branch.row["title"], keys[branch.index]) for branch in root.of("scenario")),
            **_by_name((branch.row["title"], keys[branch.index]) for branch in root.of("question")),
        }
        self._destinations = _by_name((link.label, key) for key, link in catalog.destinations.items())
        self._procedures = _by_name((shared.title, key) for key, shared in catalog.procedures.items())

    def article(self, header: Header) -> ArticleDocument:
        title = clean_line(header.title)
        return ArticleDocument.model_construct(
            title=title,
            slug=header.slug.strip() or slugify_key(title),
            codes=tuple(code for code in map(clean_line, header.codes) if code),
            topic=header.topic,
            products=header.products,
            publisher=clean_line(header.publisher),
            summary=clean_line(header.summary),
            body=blocks_of(self._root.blocks),
            scenarios=tuple(self._scenario(branch) for branch in self._root.of("scenario")),
            questions=tuple(self._question(branch) for branch in self._root.of("question")),
            contact=self._contact(self._root.of("contact")),
        )

    def _scenario(self, branch: Branch) -> Scenario:
        return Scenario.model_construct(
            key=self._keys[branch.index],
            title=clean_line(branch.row["title"]),
            body=blocks_of(branch.blocks),
            fixes=tuple(self._fix(fix) for fix in branch.children),
        )

    def _fix(self, branch: Branch) -> Fix:
        return Fix.model_construct(
            key=self._keys[branch.index],
            title=clean_line(branch.row["title"]),
            role=FixRole(branch.row["role"]),
            body=blocks_of(branch.blocks),
            steps=tuple(self._step(step) for step in written(branch.steps)),
            outcome=blocks_of(branch.outcome.blocks),
        )

    def _step(self, branch: Branch) -> Step:
        row = branch.row
        return Step.model_construct(
            key=self._keys[branch.index],
            body=blocks_of(branch.blocks, first=row["text"]),
            destination=_named(row["destination"], self._destinations) or None,
            procedure=_named(row["name"], self._procedures) if row.kind == "procedure" else None,
        )

    def _question(self, branch: Branch) -> Question:
        choices = [
            Choice.model_construct(
                key=self._keys[choice.index],
                label=clean_line(choice.row["label"]),
                to=_named(choice.row["to"], self._targets),
            )
            for choice in written(branch.children)
        ]
        return Question.model_construct(
            key=self._keys[branch.index],
            title=clean_line(branch.row["title"]),
            body=blocks_of(branch.blocks),
            choices=tuple(choices),
        )

    def _contact(self, branches: Sequence[Branch]) -> Contact:
        blocks = [block for branch in branches for block in branch.blocks]
        items = [item for branch in branches for item in written(branch.children)]
        checklist = [
            ChecklistItem.model_construct(key=self._keys[item.index], label=clean_line(item.row["label"]))
            for item in items
        ]
        return Contact.model_construct(body=blocks_of(blocks), checklist=tuple(checklist))


def blocks_of(branches: Sequence[Branch], first: str = "") -> Blocks:
    """Texts side by side become one, as they would in a file."""
    return tuple(block for block, _ in placed_blocks(branches, first))


def placed_blocks(branches: Sequence[Branch], first: str = "") -> list[tuple[Block, int | None]]:
    """Each block with the place of the row it begins in; None for the ``first`` text, which stands in the row above."""
    placed: list[tuple[Block, int | None]] = []
    if text := clean_text(first):
        placed.append((Text.model_construct(markdown=text), None))
    for branch in branches:
        row, text = branch.row, clean_text(branch.row["markdown"])
        if row.kind == "callout":
            title = clean_line(row["title"])
            values: dict[str, Any] = {"kind": row["kind"], "title": title, "markdown": text}
            placed.append((Callout.model_construct(**values), branch.index))
        elif text and placed and isinstance(placed[-1][0], Text):
            former, place = placed.pop()
            placed.append((Text.model_construct(markdown=f"{former.markdown}\n\n{text}"), place))
        elif text:
            placed.append((Text.model_construct(markdown=text), branch.index))
    return placed


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keys by what people may write for them. The first of several with one name is meant."""
    names: dict[str, str] = {}
    for name, key in pairs:
        names.setdefault(name.strip().casefold(), key)
    names.pop("", None)
    return names


def _named(written_name: str, names: Mapping[str, str]) -> str:
    """What can be a key is taken as one, so that a key is never mistaken for the name of something else."""
    name = written_name.strip()
    return name if is_key(name) else names.get(name.casefold(), name)
