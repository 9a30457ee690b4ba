"""Two documents compared part by part, and the texts of a part word by word.

``comparison`` (what became of each part) → ``parts`` (a document as parts), ``words`` (two texts).
"""

from troubleshooting.documents.diff.comparison import Change, Comparison, Fold, compare
from troubleshooting.documents.diff.words import Run

__all__ = ["Change", "Comparison", "Fold", "Run", "compare"]
