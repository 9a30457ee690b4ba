"""The yardstick of the search: the same texts in the database's own full-text index, asked with its own query."""

import re
from collections.abc import Iterable, Sequence

from django.db import connection

from bench.texts import Help

_SQLITE_INDEX = ("CREATE VIRTUAL TABLE bench_plain USING fts5(title, body, tokenize='porter unicode61', prefix='2 3')",)
_SQLITE_QUERY = """
    SELECT rowid, title FROM bench_plain WHERE bench_plain MATCH %s ORDER BY bm25(bench_plain, 10, 1) LIMIT 20
"""
_POSTGRES_INDEX = (
    """
    CREATE TABLE bench_plain (
        rowid bigint PRIMARY KEY, title text, body text, words tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D')
        ) STORED
    )
    """,
    "CREATE INDEX bench_plain_words ON bench_plain USING gin (words)",
)
_POSTGRES_QUERY = """
    SELECT rowid, title FROM bench_plain, to_tsquery('english', %s) query
    WHERE words @@ query ORDER BY ts_rank(words, query) DESC LIMIT 20
"""


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def make_index() -> None:
    with connection.cursor() as cursor:
        for statement in _SQLITE_INDEX if is_sqlite() else _POSTGRES_INDEX:
            cursor.execute(statement)


def add(articles: Iterable[Help]) -> None:
    rows = [(article.number, article.title, article.text) for article in articles]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bench_plain (rowid, title, body) VALUES (%s, %s, %s)", rows)


def ask(query: str, *, any_word: bool, is_typing: bool = False) -> Sequence[tuple[int, str]]:
    """The 20 best; ``is_typing`` takes the last word for the beginning of one."""
    words = [f'"{word}"' if is_sqlite() else f"'{word}'" for word in re.findall(r"\w+", query)]
    if is_typing:
        words[-1] += " *" if is_sqlite() else ":*"
    signs = (" OR ", " AND ") if is_sqlite() else (" | ", " & ")
    asked = signs[0 if any_word else 1].join(words)
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_QUERY if is_sqlite() else _POSTGRES_QUERY, [asked])
        found: Sequence[tuple[int, str]] = cursor.fetchall()
        return found


def tidy() -> None:
    """What the database does by itself after a while, so that neither side is measured before it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if is_sqlite() else "VACUUM ANALYZE")


def bytes_on_disk() -> int:
    """Of the whole database; what an index takes is the difference."""
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.execute(
                "SELECT (p.page_count - f.freelist_count) * s.page_size"
                " FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s"
            )
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
