"""The outline editor: an article as rows of fields, each part in its place."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from troubleshooting.admin.editing.content import ContentError, Fields
from troubleshooting.admin.editing.outline_page import page_of, said
from troubleshooting.admin.skeleton import SLUG
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.markdown import Parsed, print_document
from troubleshooting.documents.outline import (
    Change,
    MangledFormError,
    Outline,
    apply,
    check_outline,
    draft_of,
    grow,
    kept_nodes,
    keys_of,
    paths_of,
    read_form,
    read_removed,
    readable,
    rows_of,
    write_removed,
)
from troubleshooting.documents.schema import ArticleDocument


@dataclass(frozen=True)
class OutlineContent:
    outline: Outline
    removed: str = ""
    """What the last button took away, as the page carries it along for "Undo"."""
    change: Change | None = None
    """What the button did that was pressed just now."""
    stored: ArticleDocument | None = None
    """The document that the outline was made of, which a file is known to hold."""

    editor: ClassVar[str] = "outline"
    template: ClassVar[str] = "admin/troubleshooting/outline.html"

    @classmethod
    def of(cls, document: ArticleDocument) -> Self:
        """A new article is named after its title: the example's name in the address is left out."""
        outline = rows_of(document)
        if document.slug == SLUG:
            outline = replace(outline, header=replace(outline.header, slug=""))
        return cls(outline, stored=document)

    @classmethod
    def posted(cls, fields: Fields) -> Self:
        try:
            return cls(read_form(fields), "".join(fields.get("removed", ())[:1]))
        except MangledFormError as error:
            raise ContentError(_(str(error))) from None

    def after(self, op: str) -> Self:
        """``op`` is its name and the place of its row, such as ``up:17``; without a place it is about the article."""
        name, _colon, place = op.partition(":")
        try:
            removed = read_removed(self.removed) if name == "undo" else None
            change = apply(self.outline.rows, name, int(place) if place.isdecimal() else -1, removed)
        except MangledFormError as error:
            raise ContentError(_(str(error))) from None
        kept = write_removed(change.removed) if change.removed else ""
        return replace(self, outline=replace(self.outline, rows=change.rows), removed=kept, change=change)

    def checked(self, catalog: Catalog) -> Parsed:
        """Problems name new nodes as the page knows them."""
        parsed = check_outline(self.outline, catalog, self.stored)
        root = grow(self.outline.rows)
        paths, shown = paths_of(root, keys_of(root)), self.shown_paths()
        names = {path: shown[index] for index, path in paths.items() if path != shown[index]}
        problems = tuple(replace(found, node=names.get(found.node, found.node)) for found in parsed.problems)
        return replace(parsed, problems=problems)

    def readable(self, catalog: Catalog) -> ArticleDocument | None:
        return readable(self.outline, catalog)

    def shown_paths(self) -> dict[int, str]:
        """By place. A node that the page's script has added goes by the name ``@…`` the script gave it."""
        root = grow(self.outline.rows)
        keys = {index: _own_name(self.outline.rows[index].key) or key for index, key in keys_of(root).items()}
        return paths_of(root, keys)

    def text(self) -> str:
        return print_document(draft_of(self.outline))

    def context(self, parsed: Parsed, catalog: Catalog) -> dict[str, Any]:
        focus = self.change.focus if self.change else None
        page = page_of(self.outline, self.shown_paths(), parsed, catalog, focus)
        return {"page": page, "removed": self.removed, "announcement": said(self.change) if self.change else ""}

    def answer(self, saved: ArticleDocument) -> dict[str, Any]:
        """The keys of the nodes that the page's script has added, by their names there, and a slug that followed from the title."""
        stored = kept_nodes(grow(rows_of(saved).rows))
        nodes = kept_nodes(grow(self.outline.rows))
        pairs = zip((node.row for node in nodes), (node.row for node in stored), strict=False)
        return {"keys": {mine.key: its.key for mine, its in pairs if _own_name(mine.key)}, "slug": saved.slug}


def _own_name(key: str) -> str:
    return key if key.startswith("@") and key[1:].isalnum() else ""
