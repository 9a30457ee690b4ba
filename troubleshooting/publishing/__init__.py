"""The verbs on an article: save, publish, retire, restore. One direction: document → revision → publish → rows, page, index.

Each verb is atomic and safe to repeat, and raises ``PublishingError`` with the problems it found.
"""

from troubleshooting.publishing.articles import (
    EditConflict,
    PublishingError,
    publish,
    render_stale,
    rerender,
    restore,
    retire,
    save_revision,
)
from troubleshooting.publishing.catalog import current_catalog

__all__ = [
    "EditConflict",
    "PublishingError",
    "current_catalog",
    "publish",
    "render_stale",
    "rerender",
    "restore",
    "retire",
    "save_revision",
]
