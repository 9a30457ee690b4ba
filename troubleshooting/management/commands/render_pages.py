"""Bring stored pages up to date with the templates."""

from typing import Any

from django.core.management.base import BaseCommand

from troubleshooting.publishing import render_stale


class Command(BaseCommand):
    help = "Render the pages anew that older templates made; run it after an upgrade. Until then they render on demand."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if count := render_stale():
            self.stdout.write(f"{count} pages rendered")
