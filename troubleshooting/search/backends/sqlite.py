"""SQLite: an FTS5 table that knows columns and no positions."""

from collections.abc import Sequence

from django.db import connection

from troubleshooting.search.backends.lookup import Lookup

_FIND = """
    SELECT * FROM (
        SELECT {number}, rowid FROM troubleshooting_searchentry_words
        WHERE troubleshooting_searchentry_words MATCH %s ORDER BY rowid DESC LIMIT %s
    )
"""
_BEGINNING = """
    SELECT w.word, w.term, t.articles
    FROM troubleshooting_searchword w JOIN troubleshooting_searchterm t ON t.term = w.term
    WHERE w.word >= %s AND w.word < %s ORDER BY t.articles DESC, w.word LIMIT %s
"""


class SqliteBackend:
    def find(self, lookups: Sequence[Lookup]) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in lookups]
        if not lookups:
            return found
        parts = " UNION ALL ".join(_FIND.format(number=number) for number in range(len(lookups)))
        with connection.cursor() as cursor:
            cursor.execute(parts, [value for lookup in lookups for value in (_match(lookup), lookup.limit)])
            for number, key in cursor.fetchall():
                found[number].append(key)
        return found

    def words_beginning(self, start: str, limit: int) -> list[tuple[str, str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(_BEGINNING, [start, f"{start}\U0010ffff", limit])
            rows: list[tuple[str, str, int]] = cursor.fetchall()
        return rows


def _match(lookup: Lookup) -> str:
    groups = (" OR ".join(_all(phrase) for phrase in group) for group in lookup.groups)
    query = " AND ".join(f"({group})" for group in groups)
    return f"{{title front mentions filed}} : ({query})" if lookup.in_front else query


def _all(phrase: Sequence[str]) -> str:
    return "(" + " AND ".join(f'"{token}"' for token in phrase) + ")"
