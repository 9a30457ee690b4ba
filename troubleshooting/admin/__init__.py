"""The staff side: lists, the document editor, the history of revisions, the analytics pages, the groups.

Django finds the lists by importing this package. Inside it, imports go down:
``articles`` → ``editor``, ``history``, ``preview`` → ``actions``, ``skeleton``; ``site`` → ``analytics`` → ``exports``,
``periods``; ``catalog``, ``reports`` and ``escalations`` stand alone. The lists share ``model_admin``.
"""

from troubleshooting.admin import articles, catalog, escalations, reports

__all__ = ["articles", "catalog", "escalations", "reports"]
