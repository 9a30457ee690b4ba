"""Write the portal's content as files."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from troubleshooting.exporting import export_folder


class Command(BaseCommand):
    help = (
        "Write the public articles, what they refer to and all images into a folder that import_articles reads back the "
        "same. A second export touches only what changed since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--drafts", action="store_true", help="the newest revision of every article instead")
        parser.add_argument("--delete", action="store_true", help="delete files of articles and images that are gone")

    def handle(self, *_args: Any, path: Path, drafts: bool, delete: bool, **options: Any) -> None:
        if path.exists() and not path.is_dir():
            raise CommandError(f"{path} is no folder.")
        counts: Counter[str] = Counter()
        try:
            path.mkdir(parents=True, exist_ok=True)
            for change in export_folder(path, drafts=drafts, delete=delete):
                counts[change.what] += 1
                words = "gone from the portal; --delete deletes it" if change.what == "left" else change.what
                if options["verbosity"]:
                    self.stdout.write(f"{change.path}: {words}")
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing changed")
