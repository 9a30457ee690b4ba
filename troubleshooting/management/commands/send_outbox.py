"""Hand waiting messages over to the mail server."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from troubleshooting.escalation import deliver_due
from troubleshooting.http.limits import forget_expired
from troubleshooting.searches import forget

logger = logging.getLogger(__name__)

WATCH_SECONDS = 2
FORGET_SECONDS = 60


class Command(BaseCommand):
    help = "Send the messages to support whose time has come. Safe to run often, twice and on several machines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on and look every two seconds")

    def handle(self, *_args: Any, watch: bool, **_options: Any) -> None:
        if not watch:
            self._send()
            self._forget()
            return
        forgotten = 0.0
        while True:
            try:
                self._send()
                if time.monotonic() - forgotten >= FORGET_SECONDS:
                    forgotten = time.monotonic()
                    self._forget()
            except DatabaseError:
                # Busy or away: the messages wait where they are, and so does the mailer.
                logger.exception("outbox not reached, trying again")
                close_old_connections()
            time.sleep(WATCH_SECONDS)

    def _forget(self) -> None:
        forget_expired()
        forget(timezone.now())

    def _send(self) -> None:
        if sent := deliver_due():
            self.stdout.write(f"{sent} sent")
