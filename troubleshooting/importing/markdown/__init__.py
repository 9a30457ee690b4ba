"""Foreign Markdown help articles as drafts: Microsoft's, GitHub's, Docusaurus's, Starlight's and plain ones."""

from troubleshooting.importing.markdown.article import Defaults, Foreign, convert, convert_text, peek

__all__ = ["Defaults", "Foreign", "convert", "convert_text", "peek"]
