"""The staff side: lists, the two editors, the history of revisions, the analytics pages, the groups.

Django finds the lists by importing this package. Inside it, imports go down:
``articles`` → ``editing`` (the two editors), ``history``, ``preview`` → ``actions``, ``skeleton``; ``site`` → ``analytics`` → ``exports``,
``periods``; ``procedures`` → ``catalog``; ``link_checks``, ``reports`` and ``escalations`` stand alone. The lists share ``model_admin``.
"""

from troubleshooting.admin import (
    articles,
    audit,
    catalog,
    escalations,
    link_checks,
    missed_searches,
    procedures,
    reports,
)

__all__ = ["articles", "audit", "catalog", "escalations", "link_checks", "missed_searches", "procedures", "reports"]
