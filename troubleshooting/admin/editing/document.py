"""The document editor: an article as one Markdown text."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from troubleshooting.admin.editing.content import Fields
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.lint import check
from troubleshooting.documents.markdown import Parsed, parse, print_document
from troubleshooting.documents.schema import ArticleDocument


@dataclass(frozen=True)
class TextContent:
    typed: str

    editor: ClassVar[str] = "document"
    template: ClassVar[str] = "admin/troubleshooting/document.html"

    @classmethod
    def of(cls, document: ArticleDocument) -> Self:
        return cls(print_document(document))

    @classmethod
    def posted(cls, fields: Fields) -> Self:
        return cls("\n".join(fields.get("text", ())).replace("\r\n", "\n"))

    def after(self, _op: str) -> Self:
        return self

    def checked(self, catalog: Catalog) -> Parsed:
        return check(self.typed, catalog)

    def readable(self, _catalog: Catalog) -> ArticleDocument | None:
        parsed = parse(self.typed)
        return parsed.document or parsed.partial

    def text(self) -> str:
        return self.typed

    def context(self, _parsed: Parsed, _catalog: Catalog) -> dict[str, Any]:
        return {"text": self.typed}

    def answer(self, saved: ArticleDocument) -> dict[str, Any]:
        """The text as it is stored, with the keys of new nodes in it."""
        return {"text": print_document(saved)}
