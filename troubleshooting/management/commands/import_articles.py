"""Bring articles in from files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from troubleshooting.publishing.importing import import_folder


class Command(BaseCommand):
    help = "Publish the articles of a Markdown file or a folder of them, with the folder's catalog.yaml. Repeatable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *_args: Any, path: Path, **_options: Any) -> None:
        if not path.exists():
            raise CommandError(f"There is no file or folder {path}.")
        refused = 0
        for imported in import_folder(path):
            refused += bool(imported.problems)
            self.stdout.write(f"{imported.path}: {imported.outcome}")
            for problem in imported.problems:
                place = f" line {problem.line}" if problem.line else ""
                self.stderr.write(f"  {imported.path}{place}: {problem.message}")
        if refused:
            raise CommandError(f"{refused} of the files refused; mend them and import again.")
