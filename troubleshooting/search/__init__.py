"""Finding articles. Values in, values out; any text is a query, and none makes it fail.

``search`` and ``suggest`` answer visitors; ``index`` and ``remove`` are called by publishing inside its transaction;
``rebuild`` makes the whole index anew; ``related`` and ``same_code`` are what stands around an article.
"""

from troubleshooting.search.around import related, same_code
from troubleshooting.search.engine import MOST_RESULTS, search, suggest
from troubleshooting.search.indexing import index, rebuild, remove
from troubleshooting.search.results import Facet, Hit, Marked, Piece, Results, Shelf, Suggestion, plain

__all__ = [
    "MOST_RESULTS",
    "Facet",
    "Hit",
    "Marked",
    "Piece",
    "Results",
    "Shelf",
    "Suggestion",
    "index",
    "plain",
    "rebuild",
    "related",
    "remove",
    "same_code",
    "search",
    "suggest",
]
