"""An article as the rows of one form: what the outline editor shows, reads back and rearranges.

``rows`` (the rows and their order) → ``tree`` (what belongs to what, and the keys of new nodes) → ``draft`` (rows to a document,
finished or not) → ``checking`` · ``operations`` · ``form`` (what a browser sends).
"""

from troubleshooting.documents.outline.checking import check_outline, readable
from troubleshooting.documents.outline.draft import document_of, draft_of, kept_nodes, placed_blocks
from troubleshooting.documents.outline.form import read_form, read_removed, write_removed
from troubleshooting.documents.outline.operations import Change, Removed, apply
from troubleshooting.documents.outline.rows import FIELDS, Header, MangledFormError, Outline, Row, rows_of
from troubleshooting.documents.outline.tree import Branch, grow, keys_of, paths_of

__all__ = [
    "FIELDS",
    "Branch",
    "Change",
    "Header",
    "MangledFormError",
    "Outline",
    "Removed",
    "Row",
    "apply",
    "check_outline",
    "document_of",
    "draft_of",
    "grow",
    "kept_nodes",
    "keys_of",
    "paths_of",
    "placed_blocks",
    "read_form",
    "read_removed",
    "readable",
    "rows_of",
    "write_removed",
]
