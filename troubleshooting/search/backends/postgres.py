"""PostgreSQL: two GIN indexes over the words, of everything and of what stands in front."""

from collections.abc import Sequence

from django.db import connection

from troubleshooting.search.backends.lookup import Lookup

_ALL, _FRONT = "troubleshooting_holding", "troubleshooting_holding_in_front"
_FIND = "SELECT {number}, found FROM {function}(%s::tsquery, %s) AS found"
_BEGINNING = """
    SELECT w.word, w.term, t.articles
    FROM troubleshooting_searchword w JOIN troubleshooting_searchterm t ON t.term = w.term
    WHERE w.word LIKE %s ORDER BY t.articles DESC, w.word COLLATE "C" LIMIT %s
"""


class PostgresBackend:
    def find(self, lookups: Sequence[Lookup]) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in lookups]
        if not lookups:
            return found
        parts = " UNION ALL ".join(
            _FIND.format(number=number, function=_FRONT if lookup.in_front else _ALL)
            for number, lookup in enumerate(lookups)
        )
        with connection.cursor() as cursor:
            cursor.execute(parts, [value for lookup in lookups for value in (_query(lookup), lookup.limit)])
            for number, key in cursor.fetchall():
                found[number].append(key)
        return found

    def words_beginning(self, start: str, limit: int) -> list[tuple[str, str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(_BEGINNING, [f"{start}%", limit])
            rows: list[tuple[str, str, int]] = cursor.fetchall()
        return rows


def _query(lookup: Lookup) -> str:
    groups = (" | ".join(_all(phrase) for phrase in group) for group in lookup.groups)
    return " & ".join(f"({group})" for group in groups)


def _all(phrase: Sequence[str]) -> str:
    return "(" + " & ".join(f"'{token}'" for token in phrase) + ")"
