"""``BENCH=pages make bench``: how many requests per second the portal answers, beside two yardsticks, all in one run.

Every target is served by gunicorn in the same way: one worker process, on one core; the load comes from another core over
loopback. Rounds of all targets take turns, so that a busy machine slows all of them alike. Take the ratios: each is the
median over the rounds of one target's rate divided by the yardstick's in the same round.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench import load
from bench.servers import ARTICLE, Server, check_same_pages, prepare, record_answers, serve

ROUNDS = 7
SECONDS = 1.0

NOTES = """\
÷ bare    against a Django view without middleware that returns the same compressed bytes
÷ stock   against Django's default middleware and one template that renders the same page from ready data
          (report: default middleware and one row saved)
CPU µs    processor time of the worker for an answer; steadier than the rate on a busy machine
"""


@dataclass
class Target:
    """One row of the table: what is asked of which server, and what its rounds counted."""

    subject: str
    name: str
    server: Server
    request: Callable[[], bytes]
    expect: int = 200
    rounds: list[load.Round] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    """Seconds of processor time an answer cost the worker, by round."""

    def run(self, seconds: float) -> None:
        before = self.server.processor_seconds()
        result = load.Load(self.server.port, self.request, self.expect).run(seconds)
        if result.errors:
            raise SystemExit(f"{self.subject}, {self.name}: {result.errors} answers were not {self.expect}.")
        self.rounds.append(result)
        self.processor.append((self.server.processor_seconds() - before) / len(result.latencies))

    def ratio(self, yardstick: "Target") -> float:
        pairs = zip(self.rounds, yardstick.rounds, strict=True)
        return statistics.median(mine.rate / theirs.rate for mine, theirs in pairs)

    def line(self, bare: "Target", stock: "Target") -> str:
        rate = statistics.median(result.rate for result in self.rounds)
        slowest = sorted(latency for result in self.rounds for latency in result.latencies)
        p99 = slowest[int(len(slowest) * 0.99)] * 1000
        processor = statistics.median(self.processor) * 1_000_000
        return (
            f"{self.subject:8} {self.name:24} {rate:9,.0f} {self.ratio(bare):8.2f} {self.ratio(stock):8.2f}"
            f" {processor:8,.0f} {p99:8.1f}"
        )


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="helpportal-bench-") as scratch, ExitStack() as servers:
        form = prepare(Path(scratch))
        warm = servers.enter_context(serve("helpportal.wsgi", 0))
        cold = servers.enter_context(serve("helpportal.wsgi", 1, PAGE_CACHE_SECONDS="0"))
        answers = record_answers(warm, form, Path(scratch))
        bare = servers.enter_context(serve("bench.bare", 2, **answers))
        stock = servers.enter_context(serve("bench.stock", 3, **answers))
        guide = answers["BENCH_GUIDE"]
        check_same_pages({ARTICLE: "/article", guide: "/guide"}, cold=cold, stock=stock)
        post = load.post(f"{ARTICLE}reports/", form)
        targets = [
            Target("article", "portal, warm", warm, load.get(ARTICLE)),
            Target("article", "portal, first rendering", cold, load.get(ARTICLE)),
            Target("article", "bare", bare, load.get("/article")),
            Target("article", "stock", stock, load.get("/article")),
            Target("guide", "portal, warm", warm, load.get(guide)),
            Target("guide", "portal, first rendering", cold, load.get(guide)),
            Target("guide", "bare", bare, load.get("/guide")),
            Target("guide", "stock", stock, load.get("/guide")),
            Target("report", "portal", warm, post, expect=303),
            Target("report", "bare", bare, load.post("/report", form), expect=303),
            Target("report", "stock", stock, load.post("/report", form), expect=303),
        ]
        for target in targets:
            target.run(SECONDS / 4)
            target.rounds.clear()
            target.processor.clear()
        for _ in range(ROUNDS):
            for target in targets:
                target.run(SECONDS)
    print_table(targets)
    return 0


def print_table(targets: list[Target]) -> None:
    by_name = {(target.subject, target.name): target for target in targets}
    print(f"\n{'':33} {'requests/s':>9} {'÷ bare':>8} {'÷ stock':>8} {'CPU µs':>8} {'p99 ms':>8}")
    for target in targets:
        print(target.line(by_name[target.subject, "bare"], by_name[target.subject, "stock"]))
    print(f"\n{NOTES}")


if __name__ == "__main__":
    sys.exit(main())
