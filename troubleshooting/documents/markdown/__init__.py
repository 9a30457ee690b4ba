"""The article file: Markdown with a YAML header. Parsing what was printed gives the same document.

``source`` (lines and their numbers) → ``marks``, ``findings`` → ``header``, ``sections``, ``content`` (the file cut apart)
→ ``tree`` (nodes) → ``printer`` → ``parse``.
"""

from troubleshooting.documents.markdown.parse import Parsed, normalize, parse
from troubleshooting.documents.markdown.printer import print_document

__all__ = ["Parsed", "normalize", "parse", "print_document"]
