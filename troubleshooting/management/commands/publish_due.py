"""Publish and retire what was scheduled."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from troubleshooting.publishing.due import Outcome, publish_due

logger = logging.getLogger(__name__)

WATCH_SECONDS = 10


class Command(BaseCommand):
    help = "Publish and retire the articles whose time has come. Safe to run often, twice and on several machines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help=f"go on and look every {WATCH_SECONDS} seconds")

    def handle(self, *_args: Any, watch: bool, **_options: Any) -> None:
        if not watch:
            if failed := self._run():
                raise CommandError(f"{failed} could not be published and are drafts again.")
            return
        while True:
            try:
                self._run()
            except DatabaseError:
                # Busy or away: what is due stays due.
                logger.exception("schedule not reached, trying again")
                close_old_connections()
            time.sleep(WATCH_SECONDS)

    def _run(self) -> int:
        """How many could not be published."""
        failed = 0
        for due in publish_due(timezone.now()):
            line = f"{due.article.slug}: {due.outcome.value}"
            if due.outcome is Outcome.NOT_PUBLISHED:
                failed += 1
                self.stderr.write(f"{line}: {due.reason}")
            else:
                self.stdout.write(line)
        return failed
