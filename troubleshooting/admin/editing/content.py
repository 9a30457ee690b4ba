"""What the two editors have in common: a form whose content can always be kept, shown again and turned into text."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, Self

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.markdown import Parsed
from troubleshooting.documents.schema import ArticleDocument

Fields = Mapping[str, Sequence[str]]
"""A posted form: lists of values by name."""


class ContentError(ValueError):
    """A form that no page of ours sends; the message says what to do."""


class Content(Protocol):
    """What stands in an editor, readable or not; nothing of it is ever lost."""

    editor: ClassVar[str]
    """Its name in forms: ``outline`` or ``document``."""
    template: ClassVar[str]

    @classmethod
    def of(cls, document: ArticleDocument) -> Self: ...

    @classmethod
    def posted(cls, fields: Fields) -> Self:
        """Raises ``ContentError``, and that only for what no page of ours sends."""
        ...

    def after(self, op: str) -> Self:
        """Once the structural button ``op`` was pressed. One that the editor does not have is a ``ContentError``."""
        ...

    def checked(self, catalog: Catalog) -> Parsed:
        """``document`` is None when it cannot be saved."""
        ...

    def readable(self, catalog: Catalog) -> ArticleDocument | None:
        """As much as can be looked at, for the preview: without the checks, which take longer than the page."""
        ...

    def text(self) -> str:
        """The article file, also of what cannot be read."""
        ...

    def context(self, parsed: Parsed, catalog: Catalog) -> dict[str, Any]:
        """What the template needs beside what every editor's page has."""
        ...

    def answer(self, saved: ArticleDocument) -> dict[str, Any]:
        """What the page needs to know once this content was saved as that document: JSON values, such as new ``keys``."""
        ...
