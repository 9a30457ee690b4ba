"""Which editors there are, and the way from one to the other."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from troubleshooting.admin.editing.content import Content, ContentError, Fields
from troubleshooting.admin.editing.document import TextContent
from troubleshooting.admin.editing.outline import OutlineContent
from troubleshooting.documents.catalog import Catalog

Editor = type[Content]

EDITORS: Mapping[str, Editor] = {editor.editor: editor for editor in (OutlineContent, TextContent)}
DEFAULT = OutlineContent.editor


def posted_content(fields: Fields, default: str = DEFAULT) -> Content:
    """What a posted form of either editor holds. ``ContentError`` for what no page of ours sends."""
    name = "".join(fields.get("editor", ())[:1]) or default
    if name not in EDITORS:
        raise ContentError(_("There is no editor “%(name)s”. Open the article anew.") % {"name": name})
    return EDITORS[name].posted(fields)


def converted(content: Content, editor: Editor, catalog: Catalog) -> Content | None:
    """The same in the other editor; None as long as a text cannot be read, which only the document editor can hold."""
    if content.editor == editor.editor:
        return content
    if editor is TextContent:
        return TextContent(content.text())
    document = content.checked(catalog).document
    return editor.of(document) if document else None
