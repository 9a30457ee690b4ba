"""``make bench``: everything that is measured, in one run; ``BENCH=search make bench`` for a part of it.

The parts are ``pages``, ``search`` and ``import``. ``BENCH_SIZES="1000 10000"`` leaves out the search among 100,000 articles,
which takes minutes. ``BENCH_DATABASE_URL`` names a PostgreSQL server on which a database can be made; one that answers on
this machine is taken by itself.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

PARTS = {"pages": "bench.pages", "search": "bench.searching", "import": "bench.importing"}
_LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"

NOTES = """
search     each query in turn against search() and against the database's own index of the same texts (FTS5 with Porter stems
           and bm25, title ×10; to_tsvector('english') and ts_rank): all words, for questions any of them; the 20 best
÷          the portal's time divided by the plain query's; of p50 and of p95, each over all queries of the kind. Of misspelt
           words the plain query finds nothing, and quickly; "all short" is all but the questions
"""


def main() -> int:
    parts = (os.environ.get("BENCH") or " ".join(PARTS)).split()
    if unknown := sorted(set(parts) - PARTS.keys()):
        raise SystemExit(f"BENCH={' '.join(unknown)} is no part of the benchmark; they are {', '.join(PARTS)}.")
    for part in parts:
        _run(PARTS[part])
        if part == "search":
            with _postgres() as url:
                if url:
                    _run(PARTS[part], url)
            print(NOTES)
    return 0


def _run(module: str, *arguments: str) -> None:
    if status := subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode:
        raise SystemExit(status)


@contextmanager
def _postgres() -> Iterator[str]:
    """The URL of a new database, gone afterwards; ``""`` where no server answers."""
    server = os.environ.get("BENCH_DATABASE_URL") or _LOCAL
    name = f"helpportal_bench_{os.getpid()}"
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if "BENCH_DATABASE_URL" in os.environ:
            raise SystemExit(f"BENCH_DATABASE_URL: {error}") from error
        print("\nPostgreSQL left out: no server answers here, and BENCH_DATABASE_URL names none.")
        yield ""
        return
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
