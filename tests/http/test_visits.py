"""Which visit a form belongs to, and how far its word is trusted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from time_machine import travel

from troubleshooting.http.visits import mint, visit_of
from troubleshooting.models.reports import TrustClass

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
PAGE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def visit(token="", article="error-9", **headers):
    return visit_of(RequestFactory().post("/", **{**PAGE, **headers}), token, article)


def after(seconds, token, **headers):
    with travel(START + timedelta(seconds=seconds), tick=False):
        return visit(token, **headers)


@pytest.fixture
def token():
    with travel(START, tick=False):
        return mint()


@pytest.mark.parametrize(
    ("seconds", "headers", "trust"),
    [
        (0, PAGE, TrustClass.PAGE),
        (2, PAGE, TrustClass.PAGE),
        (3, PAGE, TrustClass.VISIT),
        (24 * 60 * 60, PAGE, TrustClass.VISIT),
        (60, {"HTTP_SEC_FETCH_SITE": ""}, TrustClass.UNPROVEN),
    ],
)
def test_an_id_proves_a_visit_only_from_our_page_and_after_the_time_a_person_takes(token, seconds, headers, trust):
    assert after(seconds, token, **headers)[1] == trust


def test_the_id_is_the_same_for_as_long_as_it_holds(token):
    assert after(1, token)[0] == after(3600, token)[0] == after(-200, token)[0]


@pytest.mark.parametrize("seconds", [-600, 24 * 60 * 60 + 1])
def test_an_id_of_another_day_or_of_the_future_counts_as_none(token, seconds):
    with travel(START + timedelta(seconds=seconds), tick=False):
        assert visit(token) == visit("") == (visit("")[0], TrustClass.PAGE)


def test_without_an_id_address_browser_and_article_tell_visits_apart():
    with travel(START, tick=False):
        assert visit()[0] == visit()[0]
        apart = {visit()[0], visit(article="other")[0], visit(REMOTE_ADDR="203.0.113.9")[0]}
        apart.add(visit(HTTP_USER_AGENT="Another")[0])
    with travel(START + timedelta(days=1), tick=False):
        apart.add(visit()[0])
    assert len(apart) == 5
