"""The two databases behind one protocol."""

from django.db import connection

from troubleshooting.search.backends.lookup import Lookup, Phrase, SearchBackend
from troubleshooting.search.backends.postgres import PostgresBackend
from troubleshooting.search.backends.sqlite import SqliteBackend

__all__ = ["Lookup", "Phrase", "SearchBackend", "backend"]


def backend() -> SearchBackend:
    return SqliteBackend() if connection.vendor == "sqlite" else PostgresBackend()
