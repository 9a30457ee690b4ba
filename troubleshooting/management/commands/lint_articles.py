"""Say what is wrong with articles before a visitor meets it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from troubleshooting.documents.problems import Problem
from troubleshooting.publishing.linting import Linted, lint_files, lint_stored


class Command(BaseCommand):
    help = (
        "Lint the published articles, or the Markdown files and folders that are named. Nothing is changed. "
        "The exit status is 1 when there are errors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="files and folders instead of the database"
        )
        parser.add_argument(
            "--slug", action="append", default=[], help="only this article; may be given more than once"
        )
        parser.add_argument("--drafts", action="store_true", help="the newest revisions instead of the published ones")
        parser.add_argument("--format", choices=("text", "json"), default="text", dest="form")
        parser.add_argument("--strict", action="store_true", help="fail on warnings as well")

    def handle(self, *_args: Any, paths: list[Path], slug: list[str], drafts: bool, **options: Any) -> None:
        if paths and (slug or drafts):
            raise CommandError("Files have no slug to choose by and no drafts. Leave out the paths or the options.")
        results = lint_files(paths) if paths else lint_stored(slugs=slug, drafts=drafts)
        if options["form"] == "json":
            linted = list(results)
            self.stdout.write(json.dumps(_report(linted), ensure_ascii=False, indent=2))
        else:
            linted = [self._say(each) for each in results]
        errors, warnings = _counts(linted)
        summary = f"{len(linted)} checked: {errors} errors, {warnings} warnings."
        if errors or (warnings and options["strict"]):
            raise CommandError(summary)
        if options["form"] == "text":
            self.stdout.write(summary)

    def _say(self, linted: Linted) -> Linted:
        for problem in linted.problems:
            line = f":{problem.line}" if problem.line else ""
            self.stdout.write(f"{linted.name}{line} {problem.severity}: {problem.message}{_place(problem)}")
        return linted


def _place(problem: Problem) -> str:
    place = ", ".join(filter(None, (problem.node, problem.field)))
    return f" ({place})" if place else ""


def _counts(linted: Iterable[Linted]) -> tuple[int, int]:
    problems = [problem for each in linted for problem in each.problems]
    errors = sum(problem.severity == "error" for problem in problems)
    return errors, len(problems) - errors


def _report(linted: list[Linted]) -> dict[str, Any]:
    errors, warnings = _counts(linted)
    problems = [{"where": each.name, **asdict(problem)} for each in linted for problem in each.problems]
    return {"checked": len(linted), "errors": errors, "warnings": warnings, "problems": problems}
