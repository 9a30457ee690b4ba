"""``BENCH=search make bench``: the search at 1,000, 10,000 and 100,000 articles, beside the database's own full-text query.

Called with the URL of a database, in a process of its own. The articles come in without publishing: their rows and stored
pages in bulk, then the index by ``rebuild``, which is what is timed. Each query is asked of the portal and of the plain index
of the same texts in turn, three times; the quickest of the three counts, so that other work on the machine does not. It is ``search()`` that is
asked, without HTTP and page.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from bench.servers import start_portal
from bench.texts import KINDS, Help, Writer, queries

SIZES = [int(size) for size in (os.environ.get("BENCH_SIZES") or "1000 10000 100000").split()]
QUERIES = 40
"""Of each kind."""
_ROUNDS = 3
_BATCH = 1_000
_HEAD = f"{'articles':>8} {'':11} {'search p50':>10} {'p95':>8} {'plain p50':>10} {'p95':>8} {'÷ p50':>6} {'÷ p95':>6}"


@dataclass
class Timed:
    """Milliseconds that each query took."""

    ours: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)

    def line(self, size: int, name: str) -> str:
        ours, plain = _percentiles(self.ours), _percentiles(self.plain)
        ratios = f"{ours[0] / plain[0]:6.2f} {ours[1] / plain[1]:6.2f}"
        return f"{size:8,} {name:11} {ours[0]:10.2f} {ours[1]:8.2f} {plain[0]:10.2f} {plain[1]:8.2f} {ratios}"


def main(url: str) -> int:
    with tempfile.TemporaryDirectory(prefix="helpportal-bench-") as scratch:
        start_portal(Path(scratch), url)
        from bench import plain_engine  # noqa: PLC0415 it needs the settings made above

        plain_engine.make_index()
        print(f"\nSearch on {'SQLite' if plain_engine.is_sqlite() else 'PostgreSQL'}, milliseconds")
        writer = Writer()
        known: list[Help] = []
        for size in sorted(SIZES):
            _grow(writer, known, size)
            print(_HEAD)
            _measure(known, size)
    return 0


def _grow(writer: Writer, known: list[Help], size: int) -> None:
    """Up to ``size`` articles; says what the index cost that came with them."""
    from bench import plain_engine  # noqa: PLC0415 as in main
    from bench.loading import load, make_shelves  # noqa: PLC0415
    from troubleshooting.search import rebuild  # noqa: PLC0415

    added = 0
    shelves = make_shelves()
    for batch in _batches(writer, size - len(known)):
        load(batch, shelves)
        known += batch
        added += len(batch)
    before, started = plain_engine.bytes_on_disk(), time.perf_counter()
    rebuild(only_stale=True)
    between, seconds = plain_engine.bytes_on_disk(), time.perf_counter() - started
    started = time.perf_counter()
    for start in range(len(known) - added, len(known), _BATCH):
        plain_engine.add(known[start : start + _BATCH])
    plain_seconds = time.perf_counter() - started
    after = plain_engine.bytes_on_disk()
    plain_engine.tidy()
    text = sum(len(article.title) + len(article.text) for article in known[-added:])
    print(
        f"\n{added:,} more, {text / added / 1000:.1f} KB each: indexed in {seconds:.1f} s, {(between - before) / added / 1000:.1f} KB each;"
        f" plain index with its texts {plain_seconds:.1f} s, {(after - between) / added / 1000:.1f} KB each"
    )


def _batches(writer: Writer, count: int) -> Iterator[list[Help]]:
    articles = (writer.article() for _ in range(count))
    while batch := list(islice(articles, _BATCH)):
        yield batch


def _measure(known: list[Help], size: int) -> None:
    from bench.plain_engine import ask  # noqa: PLC0415 as in main
    from troubleshooting.search import search, suggest  # noqa: PLC0415

    asked = queries(known, QUERIES)
    for query in (each for kind in KINDS for each in asked[kind][:4]):  # so that nobody pays for the first reading
        search(query)
        ask(query, any_word=True)
    short, every = Timed(), Timed()
    for kind in KINDS:
        # A question has words that no article needs to hold; of a short query, an article should hold all.
        plain = partial(ask, any_word=kind == "question", is_typing=kind == "beginning")
        timed = _in_turn(asked[kind], search, plain)
        print(timed.line(size, kind))
        for summed in (every,) if kind == "question" else (every, short):
            summed.ours += timed.ours
            summed.plain += timed.plain
        if kind == "beginning":
            print(_in_turn(asked[kind], suggest, plain).line(size, "suggestions"))
    print(short.line(size, "all short"))
    print(every.line(size, "all"))


def _in_turn(asked: Sequence[str], ours: Callable[[str], object], plain: Callable[[str], object]) -> Timed:
    timed = Timed()
    for query in asked:
        rounds = [(_milliseconds(ours, query), _milliseconds(plain, query)) for _ in range(_ROUNDS)]
        timed.ours.append(min(ours for ours, _ in rounds))
        timed.plain.append(min(plain for _, plain in rounds))
    return timed


def _milliseconds(ask: Callable[[str], object], query: str) -> float:
    started = time.perf_counter()
    ask(query)
    return (time.perf_counter() - started) * 1000


def _percentiles(values: list[float]) -> tuple[float, float]:
    """The median and the 95th."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
