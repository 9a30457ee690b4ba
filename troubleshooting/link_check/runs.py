"""A look at many addresses, politely and in bounded time; safe to repeat and to run twice at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Event
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from troubleshooting.link_check.asking import Asker
from troubleshooting.link_check.collecting import Users, collect
from troubleshooting.link_check.inside import outcome_inside
from troubleshooting.link_check.outcome import FAILING, Outcome
from troubleshooting.models import Article, Destination, LinkCheck, Procedure
from troubleshooting.models.freshness import Result


@dataclass(frozen=True)
class Pace:
    """Seconds, and how many hosts are asked at the same time."""

    hosts: int = 8
    between: float = 1
    """Two addresses of the same host."""
    each: float = 10
    total: float = 30 * 60


POLITE: Final = Pace()


@dataclass
class Summary:
    results: Counter[Result] = field(default_factory=Counter)
    asked: int = 0
    left: int = 0
    """Not asked, because the time was up; they come first the next time."""
    unknown: tuple[str, ...] = ()
    """Addresses that were to be asked and stand nowhere."""

    @property
    def failing(self) -> int:
        return sum(self.results[result] for result in FAILING)


def check_links(*, older_than: timedelta = timedelta(0), urls: Collection[str] = (), pace: Pace = POLITE) -> Summary:
    """Ask all addresses of the public content that were not asked so recently, or only ``urls``, and keep the answers."""
    used = collect()
    known = dict(LinkCheck.objects.values_list("url", "checked_at"))
    wanted = [url for url in used if url in urls] if urls else _due(used, known, timezone.now() - older_than)
    if not urls:
        LinkCheck.objects.filter(url__in=known.keys() - used.keys()).delete()
        for check in LinkCheck.objects.filter(url__in=used.keys() - set(wanted)):
            _keep_users(check, used[check.url])
    answered = 0
    for url, outcome in _outcomes(wanted, pace):
        answered += 1
        _keep(url, outcome, used[url])
    results = Counter(Result(result) for result in LinkCheck.objects.values_list("result", flat=True))
    return Summary(results, answered, len(wanted) - answered, tuple(url for url in urls if url not in used))


def check_again(check: LinkCheck, *, pace: Pace = POLITE) -> LinkCheck:
    """Ask one address now."""
    for url, outcome in _outcomes([check.url], pace):
        _keep(url, outcome, None)
    return LinkCheck.objects.get(url=check.url)


def _due(used: Iterable[str], known: dict[str, datetime], before: datetime) -> list[str]:
    """New ones first, then the one that was not asked longest."""
    due = [(known.get(url), url) for url in used]
    asked = sorted((at, url) for at, url in due if at and at <= before)
    return [url for at, url in due if at is None] + [url for _, url in asked]


def _outcomes(urls: Iterable[str], pace: Pace) -> Iterator[tuple[str, Outcome]]:
    """In the order in which the answers come. Threads only speak HTTP; the database is this one's."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        if url.startswith("/"):
            yield url, outcome_inside(url)
        else:
            by_host[_host(url)].append(url)
    if not by_host:
        return
    answers: SimpleQueue[tuple[str, Outcome] | None] = SimpleQueue()
    stop = Event()
    worker = _Worker(_asker(pace), answers, stop, monotonic() + pace.total, pace.between)
    with ThreadPoolExecutor(pace.hosts, thread_name_prefix="link-check") as pool:
        for together in by_host.values():
            pool.submit(worker.ask_host, together)
        try:
            for _host_done in by_host:
                while answer := answers.get():
                    yield answer
        finally:
            stop.set()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _asker(pace: Pace) -> Asker:
    agent = f"HelpPortalLinkCheck/1.0 (+{settings.SITE_URL})"
    return Asker(agent, frozenset(settings.LINK_CHECK_ALLOWED_HOSTS), pace.each)


@dataclass(frozen=True)
class _Worker:
    asker: Asker
    answers: "SimpleQueue[tuple[str, Outcome] | None]"
    stop: Event
    until: float
    between: float

    def ask_host(self, urls: Iterable[str]) -> None:
        """One address after the other; None at the end, whatever happens."""
        try:
            for position, url in enumerate(urls):
                if (position and self.stop.wait(self.between)) or self.stop.is_set() or monotonic() > self.until:
                    return
                self.answers.put((url, self.asker.outcome(url)))
        finally:
            self.answers.put(None)


@transaction.atomic
def _keep(url: str, outcome: Outcome, users: Users | None) -> None:
    now = timezone.now()
    values = {"detail": outcome.detail[:300], "checked_at": now}
    new = {"result": Result.OK, **values}
    if outcome.result is not None:
        is_failing = outcome.result in FAILING
        values |= {"result": outcome.result, "status": outcome.status, "moved_to": outcome.moved_to[:2000]}
        new = values | {"failing_since": now if is_failing else None}
        values = values | {"failing_since": Coalesce("failing_since", Value(now)) if is_failing else None}
    check, _created = LinkCheck.objects.update_or_create(url=url, defaults=values, create_defaults=new)
    if users:
        _keep_users(check, users)


def _keep_users(check: LinkCheck, users: Users) -> None:
    """Of those that are still there: a run may take half an hour."""
    check.articles.set(Article.objects.filter(pk__in=users.articles))
    check.destinations.set(Destination.objects.filter(pk__in=users.destinations))
    check.procedures.set(Procedure.objects.filter(pk__in=users.procedures))
