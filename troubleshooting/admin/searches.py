"""What visitors searched, in tables that say what to do about it, and the deeds that take one click from there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from troubleshooting import search as engine
from troubleshooting.admin.exports import Cell, csv_response
from troubleshooting.admin.periods import CHOICES, CUSTOM, PeriodForm
from troubleshooting.analytics import Period, Share
from troubleshooting.models import SearchedQuery
from troubleshooting.models.searching import SearchedQueryQuerySet
from troubleshooting.publishing.steering import dismiss
from troubleshooting.templatetags.analytics import interval, percent

VIEW, CHANGE = "troubleshooting.view_searchedquery", "troubleshooting.change_searchedquery"
SHOWN = 50
"""Each of them is searched anew for the page."""
LEAST_FOUND = 10
"""Searches of which a share of clicks is told."""
LEAST_RISING, GROWTH = 5, 2
CODE_WORDS = 4
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """``rows`` gives dicts, best first; ``columns`` are pairs of name and label of what stands in them."""

    name: str
    heading: str | Promise
    rule: str | Promise
    rows: Callable[[Period], Any]
    columns: Sequence[tuple[str, str | Promise]]


def _between(period: Period) -> SearchedQueryQuerySet:
    return SearchedQuery.objects.between(period.first_day, period.last_day)


def _rising(period: Period) -> Any:
    """Against as many days before the period; none of a period without both ends."""
    if not (period.first_day and period.last_day):
        return SearchedQuery.objects.none().most_searched()
    counted = SearchedQuery.objects.between(_before(period), period.last_day).open()
    return counted.rising(period.first_day, least=LEAST_RISING, growth=GROWTH)


def _before(period: Period) -> date:
    """The first day of the period before, which is as long."""
    assert period.first_day
    assert period.last_day
    first: date = period.first_day - (period.last_day - period.first_day) - timedelta(days=1)
    return first


_TIMES = ("searched", gettext_lazy("Times"))
_LAST = ("last", gettext_lazy("Last"))
TABLES = (
    Table(
        "not-found",
        gettext_lazy("Searched and not found"),
        gettext_lazy("Searches that found no article when they were made."),
        lambda period: _between(period).open().not_found(),
        (_TIMES, _LAST),
    ),
    Table(
        "not-opened",
        gettext_lazy("Found and not opened"),
        gettext_lazy(
            "Searches that found something of which visitors opened nothing, those that were left most often first. "
            "Listed from 10 searches on: below that a share says nothing."
        ),
        lambda period: _between(period).open().not_opened(least=LEAST_FOUND),
        (_TIMES, ("opened", gettext_lazy("Opened a result"))),
    ),
    Table(
        "rising",
        gettext_lazy("Rising"),
        gettext_lazy(
            "Searched at least 5 times in this period and at least twice as often as in as many days before it, the "
            "greatest difference first. Today counts although it is not over."
        ),
        _rising,
        (("searched", gettext_lazy("This period")), ("before", gettext_lazy("Before"))),
    ),
    Table(
        "most-searched",
        gettext_lazy("Most searched"),
        gettext_lazy("All searches, those that found something and those that did not."),
        lambda period: _between(period).most_searched(),
        (_TIMES, _LAST),
    ),
    Table(
        "dismissed",
        gettext_lazy("Dismissed"),
        gettext_lazy("What staff took off the lists. It stays off them when it is searched again."),
        lambda period: _between(period).dismissed().most_searched(),
        (_TIMES, _LAST),
    ),
)
_BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class Line:
    """A row as the page shows it, with how many articles its search finds today."""

    text: str
    cells: Sequence[tuple[str | Promise, str]]
    """Pairs of label and what stands there."""
    found: int

    @property
    def is_code(self) -> bool:
        return looks_like_code(self.text)

    @property
    def new_article(self) -> str:
        return new_article_address(self.text)


@require_safe
@permission_required(VIEW, raise_exception=True)
def table(request: HttpRequest, name: str = TABLES[0].name) -> HttpResponse:
    if name not in _BY_NAME:
        raise Http404(_("There is no such table."))
    shown, form = _BY_NAME[name], PeriodForm(request.GET)
    period = form.chosen()
    rows = shown.rows(period)
    if request.GET.get("format") == "csv":
        return csv_response(f"searches-{name}", ["search", *(key for key, _label in shown.columns)], _csv(shown, rows))
    first = list(rows.first_with_total(SHOWN))
    context = {
        **admin.site.each_context(request),
        "title": _("Searches"),
        "tables": TABLES,
        "table": shown,
        "lines": [_line(shown, row) for row in first],
        "total": first[0]["total"] if first else 0,
        "form": form,
        "periods": [choice for choice in CHOICES if choice[0] != CUSTOM],
        "analytics": {"period": period},
        "note": _note(shown, period),
    }
    return TemplateResponse(request, "admin/troubleshooting/searches.html", context)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def decide(request: HttpRequest) -> HttpResponse:
    """Dismiss a search, or bring it back, and return to the table it was done on."""
    text, is_dismissed = request.POST.get("text", "").replace("\0", ""), request.POST.get("do") != "bring-back"
    dismiss(text, by=request.user, is_dismissed=is_dismissed)
    said = _("“%s” is dismissed. It stands under “Dismissed”.") if is_dismissed else _("“%s” is back on the lists.")
    messages.success(request, said % text)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(reverse("admin:searches"))
    return HttpResponseRedirect(back if is_ours else reverse("admin:searches"))


def looks_like_code(text: str) -> bool:
    """A few words with a number among them."""
    return len(text.split()) <= CODE_WORDS and any(sign.isdigit() for sign in text)


def new_article_address(text: str) -> str:
    """Where an article about the search is begun, with its title in it, and the code where it looks like one."""
    values = {"title": text[:1].upper() + text[1:], **({"code": text} if looks_like_code(text) else {})}
    return reverse("admin:troubleshooting_article_new") + "?" + urlencode(values)


def _csv(shown: Table, rows: Iterable[Row]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        values = (row[key] for key, _label in shown.columns)
        yield row["text"], *(value.isoformat() if isinstance(value, date) else value for value in values)


def _line(shown: Table, row: Row) -> Line:
    text = row["text"]
    cells = [(label, _cell(key, row)) for key, label in shown.columns]
    return Line(text, cells, engine.search(text, limit=1).total)


def _cell(key: str, row: Row) -> str:
    if key == "opened":
        share = Share(row["opened"], row["searched"])
        return f"{row['opened']} · {percent(share.value)} ({interval(share)})"
    return date_format(row[key], "SHORT_DATE_FORMAT") if key == "last" else str(row[key])


def _note(shown: Table, period: Period) -> str:
    """What keeps the table from telling what it should."""
    if shown.name != "rising":
        return ""
    if not (period.first_day and period.last_day):
        return _("Choose a period with a first and a last day: it is compared with the days before it.")
    since = SearchedQuery.objects.first_day()
    if since and since > _before(period):
        return _("Nothing was counted before %s: compared with fewer days, more searches seem to rise.") % date_format(
            since
        )
    return ""
