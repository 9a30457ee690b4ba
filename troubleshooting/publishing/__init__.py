"""The verbs on an article. One direction: document → revision → publish → rows, page, index.

Each verb is atomic, safe to repeat, writes the audit log, and raises ``PublishingError`` with the problems it found.
Inside, imports go down: ``due``, ``trash`` → ``workflow``; ``entries`` → ``rerendering``, ``where_used``; these → ``articles`` →
``audit``, ``catalog``, ``layout``, ``page``.
"""

from troubleshooting.publishing.articles import (
    EditConflict,
    PublishingError,
    publish,
    require_review,
    restore,
    retire,
    save_revision,
)
from troubleshooting.publishing.audit import record
from troubleshooting.publishing.catalog import current_catalog
from troubleshooting.publishing.due import Due, publish_due
from troubleshooting.publishing.entries import InUse, delete_entry, in_words, store_entry
from troubleshooting.publishing.rerendering import NotRenderedError, render_stale, rerender
from troubleshooting.publishing.trash import trash, untrash
from troubleshooting.publishing.where_used import uses_of
from troubleshooting.publishing.workflow import (
    approve,
    reviewers,
    schedule,
    schedule_retirement,
    send_back,
    send_to_review,
    unschedule,
)

__all__ = [
    "Due",
    "EditConflict",
    "InUse",
    "NotRenderedError",
    "PublishingError",
    "approve",
    "current_catalog",
    "delete_entry",
    "in_words",
    "publish",
    "publish_due",
    "record",
    "render_stale",
    "require_review",
    "rerender",
    "restore",
    "retire",
    "reviewers",
    "save_revision",
    "schedule",
    "schedule_retirement",
    "send_back",
    "send_to_review",
    "store_entry",
    "trash",
    "unschedule",
    "untrash",
    "uses_of",
]
