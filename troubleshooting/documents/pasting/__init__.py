"""HTML of the clipboard as Markdown for a block: what Word, Google Docs, Outlook, Confluence and web pages put there.

``reading`` (tags → passages, by ``tokens`` and ``styles``) → ``writing`` (passages → Markdown). Each is one pass without
recursion, so that neither size nor nesting can stop it. The libraries for this were measured and left: they recurse into
the tags, or take minutes for a few thousand nested ones. Nothing here has to be safe as HTML: what is written is
Markdown, and rendering sanitizes it like everything else that is typed.
"""

from troubleshooting.documents.pasting.passages import has_structure
from troubleshooting.documents.pasting.reading import read
from troubleshooting.documents.pasting.writing import write

LONGEST = 1_000_000
"""Characters of HTML."""
MOST_TAGS = 30_000
"""Many times those of a long report from Word."""


def is_too_large(html: str) -> bool:
    """Whether reading it could take more than a few seconds."""
    return len(html) > LONGEST or html.count("<") > MOST_TAGS


def to_markdown(html: str) -> str:
    """``""`` where the HTML has no structure, so that its plain text says the same. Never raises."""
    passages = read(html)
    return write(passages) if has_structure(passages) else ""
