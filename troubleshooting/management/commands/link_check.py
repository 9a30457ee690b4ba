"""Ask whether the links of the public content still lead somewhere."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from troubleshooting.link_check import check_links
from troubleshooting.models import LinkCheck
from troubleshooting.models.freshness import Result


class Command(BaseCommand):
    help = (
        "Ask every link of the published articles, the destinations and the shared procedures once, and keep the answers "
        "for the report in the admin. Safe to run often and twice at once; once a day is enough."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than",
            type=float,
            default=0,
            metavar="HOURS",
            help="leave out what was asked in the last HOURS hours",
        )
        parser.add_argument("--url", action="append", default=[], help="ask only this address; may be given often")
        parser.add_argument("--fail", action="store_true", help="end with exit code 1 when a link is broken")

    def handle(self, *_args: Any, older_than: float, url: list[str], fail: bool, **_options: Any) -> None:
        if not 0 <= older_than <= 24 * 366:
            raise CommandError("--older-than takes hours, from 0 to a year.")
        summary = check_links(older_than=timedelta(hours=older_than), urls=url)
        for unknown in summary.unknown:
            self.stderr.write(f"{unknown} stands in no published article, destination or procedure.")
        for check in LinkCheck.objects.failing():
            since = f"{check.failing_since:%Y-%m-%d}" if check.failing_since else ""
            self.stdout.write(f"{check.url}: {check.get_result_display().lower()} since {since}. {check.detail}")
        counts = ", ".join(f"{summary.results[result]} {result.label.lower()}" for result in Result)
        self.stdout.write(f"{summary.asked} asked; {sum(summary.results.values())} known: {counts}")
        if summary.left:
            self.stdout.write(f"{summary.left} not asked for lack of time; they come first in the next run")
        if fail and summary.failing:
            raise CommandError(f"{summary.failing} links fail.")
