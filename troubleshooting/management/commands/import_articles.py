"""Bring articles in from files."""

import gc
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from troubleshooting.documents.keys import slugify_key
from troubleshooting.exporting import differences
from troubleshooting.importing.drafts import Shelf
from troubleshooting.importing.kinds import Kind
from troubleshooting.importing.markdown import Defaults
from troubleshooting.importing.reports import FileReport, Outcome, Totals
from troubleshooting.importing.runs import Run, prepare
from troubleshooting.importing.sources import SourceError, open_collection
from troubleshooting.importing.storing import Manner


class Command(BaseCommand):
    help = (
        "Bring in the articles of a folder, a .zip or a file: the portal's own files, Markdown of other tools, a Zendesk "
        "Guide export, decision graphs in JSON. All arrive as drafts. Repeatable: a second run changes only what changed. "
        "The exit status is 1 when something was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--format", choices=[kind.value for kind in Kind], help="what the files are, if in doubt")
        parser.add_argument(
            "--collection", default="", metavar="NAME", help="what to know the files by; else the folder's name"
        )
        parser.add_argument("--publish", action="store_true", help="publish what has no errors")
        parser.add_argument("--overwrite", action="store_true", help="save the file's version over edits made here")
        parser.add_argument("--topic", default="", metavar="NAME", help="for articles that say none")
        parser.add_argument(
            "--base-url", default="", metavar="URL", help="where the files were published, for their links"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the account of each file as JSON")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
        only.add_argument("--check", action="store_true", help="as --dry-run; fail when anything would change")

    def handle(self, *_args: Any, path: Path, **options: Any) -> None:
        manner = Manner(
            publish=options["publish"],
            overwrite=options["overwrite"],
            is_dry=options["dry_run"] or options["check"],
        )
        topic = Shelf(slug, options["topic"]) if (slug := slugify_key(options["topic"])) else None
        kind = Kind(options["format"]) if options["format"] else None
        try:
            with open_collection(path, options["collection"]) as collection, _seldom_collecting():
                run = prepare(collection, manner, kind=kind, defaults=Defaults(options["base_url"], topic))
                reports = [self._say(report, options["verbosity"]) for report in _with_progress(run)]
        except SourceError as error:
            raise CommandError(str(error)) from error
        totals = Totals.of(reports)
        if options["report"]:
            _write(options["report"], reports, totals)
        if options["verbosity"]:
            self.stdout.write(_summary(totals))
        found = self._differing(path) if options["check"] and run.kind is Kind.PORTAL and path.is_dir() else 0
        if options["check"] and (found or any(report.writes for report in reports)):
            raise CommandError("The files and the portal differ.")
        if failed := sum(report.fails for report in reports):
            raise CommandError(f"{failed} of the files refused or not published; mend them and import again.")

    def _say(self, report: FileReport, verbosity: int) -> FileReport:
        is_news = report.outcome not in {Outcome.UNCHANGED, Outcome.SKIPPED} or report.published
        if (is_news and verbosity) or verbosity > 1:
            published = ", published" if report.published else ""
            self.stdout.write(f"{report.path}: {report.label}{published}")
        if report.not_published:
            self.stderr.write(f"  {report.path}: not published. {report.not_published}")
        for problem in report.problems:
            place = f" line {problem.line}" if problem.line else ""
            if problem.severity == "error" or verbosity > 1:
                self.stderr.write(f"  {report.path}{place}: {problem.message}")
        if verbosity > 1:
            for line in report.mapped:
                self.stdout.write(f"  {line}")
            for line in report.kept:
                self.stdout.write(f"  kept as text: {line}")
        return report

    def _differing(self, path: Path) -> int:
        """How many files an export would touch, said one by one."""
        found = list(differences(path))
        for change in found:
            words = "is in the folder only" if change.what == "left" else f"would be {change.what} by an export"
            self.stdout.write(f"{change.path}: {words}")
        return len(found)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Parsing makes many objects that live a moment; looking for circles among them costs a fifth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _with_progress(run: Run) -> Iterator[FileReport]:
    """A bar on a terminal, nothing elsewhere."""
    bar: Iterable[FileReport] = tqdm(
        run.reports(), total=run.total, unit="files", file=sys.stderr, disable=not sys.stderr.isatty()
    )
    yield from bar


def _summary(totals: Totals) -> str:
    counts = [f"{totals.outcomes[outcome]} {outcome.value}" for outcome in Outcome if totals.outcomes[outcome]]
    counts += [f"{totals.published} published"] if totals.published else []
    return f"{totals.files} files: {', '.join(counts) or 'nothing to do'}; {totals.errors} errors, {totals.warnings} warnings"


def _write(path: Path, reports: list[FileReport], totals: Totals) -> None:
    content = {"totals": totals.as_json(), "files": [report.as_json() for report in reports]}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise CommandError(f"The report cannot be written: {error.strerror}.") from error
