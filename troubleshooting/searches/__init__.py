"""What was searched: counted by day, without a word on who searched.

``anonymous`` says what of a query may be kept; ``record_search`` and ``record_click`` count; ``forget`` keeps the table small.
"""

from troubleshooting.searches.anonymous import anonymous
from troubleshooting.searches.recording import forget, record_click, record_search

__all__ = ["anonymous", "forget", "record_click", "record_search"]
