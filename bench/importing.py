"""``BENCH=import make bench``: 1,000 Markdown articles through the import command's own run, each read, linted and published."""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.servers import start_portal
from bench.texts import Writer

ARTICLES = 1_000


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="helpportal-bench-") as scratch:
        start_portal(Path(scratch))
        folder = Path(scratch) / "help"
        folder.mkdir()
        writer = Writer()
        for number in range(ARTICLES):
            (folder / f"article-{number}.md").write_text(writer.article().markdown(), "utf-8")
        _import(folder)
    return 0


def _import(folder: Path) -> None:
    from troubleshooting.documents.keys import slugify_key  # noqa: PLC0415 they need the settings made above
    from troubleshooting.importing.drafts import Shelf  # noqa: PLC0415
    from troubleshooting.importing.markdown import Defaults  # noqa: PLC0415
    from troubleshooting.importing.runs import prepare  # noqa: PLC0415
    from troubleshooting.importing.sources import open_collection  # noqa: PLC0415
    from troubleshooting.importing.storing import Manner  # noqa: PLC0415

    topic = Shelf(slugify_key("Generated"), "Generated")
    started, used = time.perf_counter(), time.process_time()
    with open_collection(folder, "") as collection:
        run = prepare(collection, Manner(publish=True), defaults=Defaults("", topic))
        reports = list(run.reports())
    seconds, used = time.perf_counter() - started, time.process_time() - used
    outcomes = Counter(report.outcome.value for report in reports)
    published = sum(report.published for report in reports)
    size = sum(path.stat().st_size for path in folder.iterdir()) / len(reports) / 1000
    print(
        f"\nImport on SQLite, {len(reports):,} files of {size:.1f} KB: {len(reports) / seconds:.1f} articles a second"
    )
    print(f"{dict(outcomes)}, {published:,} published, {seconds:.1f} s, {used:.1f} of them of processor time")
    if published < len(reports):
        raise SystemExit("Not all of them were published, so this is not the figure that was wanted.")


if __name__ == "__main__":
    sys.exit(main())
