"""Marks that stand in the text of an article only while it is converted: characters that no text has.

``lines.decode`` takes them out of every source.
"""

from typing import Final

TAB: Final = "\ufdd0"
"""Begins the heading of a tab, which belongs below the heading before it whatever its own level."""
TITLE: Final = "\ufdd1"
"""Between the kind of a callout and its title, which in other dialects is the beginning of the text."""
UNWRAP: Final = "\ufdd2"
"""The first line of a quote that is a quote only by the way it is written."""
ANCHOR: Final = "\ufdd3"
"""Begins the address of a link within the article, until its nodes have keys."""
HELD_START: Final = "\ufdd4"
HELD_END: Final = "\ufdd5"
"""Around the number of a piece of Markdown that goes through HTML unchanged."""

CALLOUTS: Final = {
    "note": "NOTE", "info": "NOTE", "secondary": "NOTE", "abstract": "NOTE", "example": "NOTE", "question": "NOTE",
    "seealso": "NOTE", "see-also": "NOTE", "callout": "NOTE", "aside": "NOTE", "admonition": "NOTE", "hint": "TIP",
    "tip": "TIP", "success": "TIP", "important": "IMPORTANT", "attention": "IMPORTANT", "caution": "WARNING",
    "warning": "WARNING", "danger": "WARNING", "error": "WARNING", "failure": "WARNING", "bug": "WARNING",
    "prerequisites": "BEFORE", "before": "BEFORE",
}  # fmt: skip
"""Our kinds by the names that other dialects have for them."""
