"""What waits for somebody: the list on the admin's first page, of what this person may do and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from troubleshooting.admin.searches import new_article_address
from troubleshooting.analytics import OverviewRow, Period, least_helpful
from troubleshooting.models import Article, Destination, LinkCheck, Procedure, SearchedQuery, WorkingCopy
from troubleshooting.templatetags.analytics import percent
from troubleshooting.templatetags.wording import ago

SHOWN = 10
SEARCH_DAYS = 30
"""Searches of how many days say what is missing."""
REVIEW_AHEAD = timedelta(days=14)
HELP_DAYS = 30
"""Visits of how many days say which articles often did not help."""
HELP_KEPT_SECONDS = 15 * 60
"""How long the answer is kept: it comes of every report of these days."""


@dataclass(frozen=True)
class Line:
    """One thing to do. The title leads to where it is done, ``more`` (pairs of label and address) to what belongs to it."""

    title: str
    url: str
    facts: Sequence[str] = ()
    tag: str = ""
    is_late: bool = False
    more: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Section:
    heading: str | Promise
    count: int
    lines: Sequence[Line]
    url: str = ""
    """Where all of them are."""


@dataclass(frozen=True)
class WorkList:
    sections: Sequence[Section]

    @property
    def waiting(self) -> list[Section]:
        return [section for section in self.sections if section.count]

    @property
    def done(self) -> list[Section]:
        return [section for section in self.sections if not section.count]


def work_list(person: User) -> WorkList:
    """As many queries however much there is: one or two for each section, of ten rows and their number."""
    return WorkList([make(person) for permission, make in _SECTIONS if person.has_perm(permission)])


def _reviews(person: User) -> Section:
    may_publish = person.has_perm("troubleshooting.publish_article")
    waiting = Article.objects.waiting_for_review_by(person.pk, or_anybody=may_publish)
    today = timezone.localdate()

    def line(article: Article) -> Line:
        due = [_("due %s") % date_format(article.due)] if article.due else []
        is_late = article.due is not None and article.due < today
        return Line(article.title, _page("change", article), [_since(article), *due], is_late=is_late)

    return _of_articles(gettext_lazy("Waiting for my review"), waiting, line)


def _drafts(person: User) -> Section:
    """Unsaved work first."""
    unsaved = [
        Line(
            copy.article.title if copy.article else _("New article"),
            _page("change", copy.article) if copy.article else reverse("admin:troubleshooting_article_add"),
            [_("last typed %s") % ago(copy.saved_at)],
            tag=_("unsaved"),
        )
        for copy in WorkingCopy.objects.for_list(person)
    ]
    drafts = _of_articles(
        gettext_lazy("My drafts and unsaved work"),
        Article.objects.drafts_of(person.pk),
        lambda article: Line(
            article.title, _page("change", article), [_since(article), *filter(None, [article.stage_note])]
        ),
    )
    return Section(drafts.heading, len(unsaved) + drafts.count, [*unsaved, *drafts.lines][:SHOWN])


def _unpublished(_person: User) -> Section:
    return _of_articles(
        gettext_lazy("Unpublished edits"),
        Article.objects.with_unpublished_edits(),
        lambda article: Line(
            article.title, _page("change", article), [_since(article)], tag=str(article.get_stage_display())
        ),
    )


def _scheduled(_person: User) -> Section:
    now = timezone.now()

    def line(article: Article) -> Line:
        planned = ((_("to be published on %s"), article.publish_at), (_("to be retired on %s"), article.retire_at))
        facts = [words % _moment(at) for words, at in planned if at]
        is_late = any(at < now for _words, at in planned if at)
        return Line(article.title, _page("change", article), facts, is_late=is_late)

    return _of_articles(gettext_lazy("Scheduled"), Article.objects.scheduled(), line)


def _review_due(person: User) -> Section:
    today = timezone.localdate()
    due = Article.objects.review_due(today + REVIEW_AHEAD, first_of=person.pk)

    def line(article: Article) -> Line:
        review_by = article.review_by or today
        day = (_("since %s") if review_by < today else _("by %s")) % date_format(review_by)
        owner = _("owner: %s") % article.owner if article.owner else _("no owner")
        tag = _("mine") if article.owner_id == person.pk else ""
        return Line(article.title, _page("details", article), [day, owner], tag, is_late=review_by < today)

    return _of_articles(gettext_lazy("Review due"), due, line)


def _failing_links(_person: User) -> Section:
    checks = list(LinkCheck.objects.failing().for_list().first_with_total(SHOWN))
    return Section(gettext_lazy("Failing links"), _total(checks), [_link_line(check) for check in checks])


def _link_line(check: LinkCheck) -> Line:
    """Led to the first place the link stands in; further ones are counted."""
    places: list[Article | Destination | Procedure] = [
        *check.articles.all(), *check.destinations.all(), *check.procedures.all()
    ]  # fmt: skip
    since = [_("since %s") % date_format(timezone.localtime(check.failing_since))] if check.failing_since else []
    facts = [str(check.get_result_display()), *since]
    if len(places) > 1:
        facts.append(
            ngettext("and in %(count)s more place", "and in %(count)s more places", len(places) - 1)
            % {"count": len(places) - 1}
        )
    more = [
        (_("in “%s”") % place, reverse(f"admin:{place._meta.db_table}_change", args=[place.pk])) for place in places[:1]
    ]
    return Line(check.url, "", facts, more=more)


def _unhelpful(_person: User) -> Section:
    """What is shown is all there is to say: further down the list stand the articles that helped better."""
    rows = cache.get_or_set("work-list:least-helpful", _ask_least_helpful, HELP_KEPT_SECONDS) or ()

    def line(row: OverviewRow) -> Line:
        url = reverse("admin:analytics_article", args=[row.slug]) + f"?period={HELP_DAYS}"
        share = _("%(share)s of %(count)s visits solved") % {
            "share": percent(row.outcome.share.value),
            "count": row.outcome.n,
        }
        return Line(row.title, url, [share])

    return Section(
        gettext_lazy("Often did not help"), len(rows), [line(row) for row in rows], reverse("admin:analytics")
    )


def _ask_least_helpful() -> tuple[OverviewRow, ...]:
    return least_helpful(Period.last_days(HELP_DAYS, today=datetime.now(UTC).date()), SHOWN)


def _missed(person: User) -> Section:
    may_add = person.has_perm("troubleshooting.add_article")
    since = datetime.now(UTC).date() - timedelta(days=SEARCH_DAYS - 1)
    found = list(SearchedQuery.objects.between(since, None).open().not_found().first_with_total(SHOWN))

    def line(missed: Mapping[str, Any]) -> Line:
        search = reverse("troubleshooting:search") + "?" + urlencode({"q": missed["text"]})
        times = ngettext("%(count)s time", "%(count)s times", missed["searched"]) % {"count": missed["searched"]}
        more = [(_("Write an article about it"), new_article_address(missed["text"]))] if may_add else []
        return Line(missed["text"], search, [times, _("last on %s") % date_format(missed["last"])], more=more)

    heading = gettext_lazy("Searched and not found")
    total = found[0]["total"] if found else 0
    return Section(heading, total, [line(missed) for missed in found], reverse("admin:searches"))


_SECTIONS: tuple[tuple[str, Callable[[User], Section]], ...] = (
    ("troubleshooting.change_article", _reviews),
    ("troubleshooting.change_article", _drafts),
    ("troubleshooting.change_article", _unpublished),
    ("troubleshooting.change_article", _scheduled),
    ("troubleshooting.change_article", _review_due),
    ("troubleshooting.change_article", _failing_links),
    ("troubleshooting.view_analytics", _unhelpful),
    ("troubleshooting.view_searchedquery", _missed),
)
"""Which permission each needs, and what makes it."""


def _of_articles(heading: str | Promise, articles: Any, line: Callable[[Article], Line]) -> Section:
    rows = list(articles.for_work_list().first_with_total(SHOWN))
    return Section(heading, _total(rows), [line(article) for article in rows])


def _total(rows: Sequence[Any]) -> int:
    """As ``first_with_total`` counted it; without a row nobody counted."""
    return int(rows[0].total) if rows else 0


def _page(name: str, article: Article) -> str:
    return reverse(f"admin:troubleshooting_article_{name}", args=[article.pk])


def _since(article: Article) -> str:
    values = {"name": article.stage_by, "time": ago(article.stage_at) if article.stage_at else ""}
    return (_("%(name)s, %(time)s") if article.stage_by and article.stage_at else "%(time)s") % values


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
