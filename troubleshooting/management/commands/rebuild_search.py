"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from troubleshooting import search


class Command(BaseCommand):
    help = "Index every published article anew. Searches go on meanwhile; it is safe to stop and to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stale",
            action="store_true",
            help="only what is missing or was indexed by an older version; after an upgrade",
        )

    def handle(self, *_args: Any, stale: bool, **_options: Any) -> None:
        with tqdm(unit=" articles", disable=None, file=self.stderr, leave=False) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            count = search.rebuild(progress=show, only_stale=stale)
        if count or not stale:
            self.stdout.write(f"{count} articles indexed")
