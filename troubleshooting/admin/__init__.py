"""The staff side: lists, the two editors, the history of revisions, the analytics pages, the groups.

Django finds the lists by importing this package. Inside it, imports go down:
``articles`` → ``editing`` (the two editors), ``history``, ``preview`` → ``actions``, ``skeleton``; ``site`` → ``analytics``, ``leading`` →
``searches`` → ``exports``, ``periods``; ``procedures``, ``steering`` → ``catalog``; ``link_checks``, ``reports`` and ``escalations`` stand alone. The lists share ``model_admin``.
"""

from troubleshooting.admin import (
    articles,
    audit,
    catalog,
    escalations,
    link_checks,
    procedures,
    reports,
    steering,
)

__all__ = ["articles", "audit", "catalog", "escalations", "link_checks", "procedures", "reports", "steering"]
