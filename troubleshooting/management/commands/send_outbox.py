"""Hand waiting messages over to the mail server."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from troubleshooting.escalation import deliver_due
from troubleshooting.http.limits import forget_expired


class Command(BaseCommand):
    help = "Send the messages to support whose time has come. Safe to run often, twice and on several machines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on and look every two seconds")

    def handle(self, *_args: Any, watch: bool, **_options: Any) -> None:
        while True:
            if sent := deliver_due():
                self.stdout.write(f"{sent} sent")
            forget_expired()
            if not watch:
                return
            time.sleep(2)
