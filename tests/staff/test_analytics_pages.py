"""The analytics pages and their CSV files."""

import csv
import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_article, make_bank_article, make_scenario
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from tests.visits import make_escalation, make_report
from troubleshooting.admin.exports import csv_response
from troubleshooting.analytics import METRICS
from troubleshooting.models.reports import TrustClass

OVERVIEW = "admin:analytics"
EVER = "?period=all"
FORMULA_STARTS = "=+-@\t\r\n\0"

database = pytest.mark.django_db


def page_of(slug, query=EVER):
    return reverse("admin:analytics_article", args=[slug]) + query


def rows(response):
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment;")
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def words(response):
    """The text of a page with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def make_visited_article():
    """Three visits: one solved by the fallback, one not solved, one led on and silent; one message to support."""
    article = make_bank_article()
    make_report(article, "a", "remap", led_to="readd", answers={"change": "moved"})
    make_report(article, "a", "readd", "solved", answers={"change": "moved"})
    make_report(article, "b", "relogin", answers={"change": "unsure", "sign-in": "other"})
    make_report(article, "c", "remap", led_to="readd")
    make_report(article, "d", "remap", "solved", trust=TrustClass.FLOOD)
    make_escalation(article, "b")
    return article


@database
def test_the_overview_shows_every_article_with_its_numbers(client):
    make_visited_article()
    make_article(slug="quiet", codes=("1",), title="A quiet one")
    sign_in(client, "Analysts")

    response = client.get(reverse(OVERVIEW) + EVER)
    page = words(response)
    assert "Bank error 9 3 1 1 1 33% 6–79% few visits" in page
    assert "A quiet one 0 0 0 0 –" in page
    assert "1 more report was sent beyond what one network may send" in page
    assert f'href="{page_of("error-9").replace("&", "&amp;")}"' in response.content.decode()


@database
def test_an_article_shows_its_scenarios_fixes_answers_and_messages(client):
    make_visited_article()
    sign_in(client, "Analysts")

    page = words(client.get(page_of("error-9")))
    assert "Visits that reported 3 Solved 1 33% 6–79% few visits Not solved 1 Unknown 1 Messages to support 1" in page
    assert "The account moved 2 1 0 1 50%" in page
    assert "Another sign-in was used 1 0 1 0 0%" in page
    assert "The account is closed 0 0 0 0 –" in page
    assert "Moved 1 33%" in page
    assert "reports 1, messages to support 0" in page


@database
def test_the_definitions_stand_on_both_pages(client):
    make_visited_article()
    sign_in(client, "Analysts")

    for address in (reverse(OVERVIEW), page_of("error-9")):
        page = client.get(address).content.decode()
        for metric in METRICS:
            assert str(metric.name) in page
        assert "trust class -1" in page


@database
def test_bars_are_drawn_without_styles_and_say_what_they_show(client):
    make_visited_article()
    sign_in(client, "Analysts")

    page = client.get(page_of("error-9")).content.decode()
    assert 'aria-label="1 solved, 0 not solved, 1 unknown"' in page
    assert '<rect class="bar-solved" x="0.00%" width="50.00%"' in page
    assert '<rect class="bar-unknown" x="50.00%" width="50.00%"' in page
    assert "style=" not in page


@database
def test_without_reports_it_says_what_to_do(client):
    make_article()
    sign_in(client, "Analysts")

    assert "Nobody reported in this period" in words(client.get(reverse(OVERVIEW)))
    assert "Nobody reported on this article in this period" in words(client.get(page_of("error-9", "")))


@database
@pytest.mark.parametrize(
    ("query", "visits"),
    [
        ("", 0),
        ("?period=all", 1),
        ("?period=custom&first=2026-03-10&last=2026-03-10", 1),
        ("?period=custom&first=2026-03-11", 0),
        ("?period=custom&last=2026-03-09", 0),
        ("?period=custom", 1),
    ],
)
def test_the_period_chooses_the_visits(client, query, visits):
    article = make_article()
    make_report(article, "a", "fix-moved", "solved", at=datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC))
    sign_in(client, "Analysts")

    assert client.get(page_of("error-9", query)).context["analytics"].outcome.n == visits
    assert client.get(reverse(OVERVIEW) + query).context["analytics"].outcome.n == visits


@database
def test_thirty_days_are_the_default_and_today_is_the_last_of_them(client):
    make_report(make_article(), "a", "fix-moved", "solved", at=timezone.now())
    sign_in(client, "Analysts")

    analytics = client.get(page_of("error-9", "")).context["analytics"]
    assert analytics.outcome.n == 1
    assert (analytics.period.last_day - analytics.period.first_day).days == 29


@database
@pytest.mark.parametrize(
    "query",
    [
        "?period=nonsense",
        "?period=custom&first=yesterday",
        "?period=custom&first=2026-03-11&last=2026-03-10",
        "?period=custom&last=9999-12-31",
        "?period=custom&first=0001-01-01",
        "?first=%00",
    ],
)
def test_a_bad_period_is_named_and_falls_back_to_thirty_days(client, query):
    make_article()
    sign_in(client, "Analysts")

    for address in (reverse(OVERVIEW) + query, page_of("error-9", query)):
        response = client.get(address)
        assert response.status_code in (200, 400)
        if response.status_code == 200:
            assert "errorlist" in response.content.decode()
            assert response.context["form"].choice == "30"


@database
def test_only_an_article_that_exists_has_a_page_and_only_known_tables_a_file(client):
    make_article()
    sign_in(client, "Analysts")

    assert client.get(page_of("none")).status_code == 404
    assert client.get(page_of("error-9", "?format=csv&table=none")).status_code == 404
    assert client.get(page_of("error-9", "?format=csv")).status_code == 404
    assert client.post(page_of("error-9")).status_code == 405


@database
def test_each_table_is_also_a_file(client):
    make_visited_article()
    sign_in(client, "Analysts")

    outcome = ["n", "solved", "not_solved", "unknown", "share_solved", "share_low_95", "share_high_95"]
    articles = rows(client.get(reverse(OVERVIEW) + EVER + "&format=csv"))
    assert articles == [
        ["article", "title", "published", *outcome, "messages_to_support"],
        ["error-9", "Bank error 9", "yes", "3", "1", "1", "1", "0.3333", "0.0615", "0.7923", "1"],
    ]
    scenarios = rows(client.get(page_of("error-9", EVER + "&format=csv&table=scenarios")))
    assert scenarios[0] == ["scenario", "title", "retired", *outcome]
    assert scenarios[1][:7] == ["moved", "The account moved", "no", "2", "1", "0", "1"]
    assert scenarios[2] == ["closed", "The account is closed", "no", "0", "0", "0", "0", "", "", ""]
    fixes = rows(client.get(page_of("error-9", EVER + "&format=csv&table=fixes")))
    assert [row[1:8] for row in fixes[1:3]] == [
        ["remap", "Reset it", "no", "2", "0", "2", "0"],
        ["readd", "Reset it", "no", "2", "1", "0", "1"],
    ]
    answers = rows(client.get(page_of("error-9", EVER + "&format=csv&table=answers")))
    assert ["Change?", "moved", "Moved", "1", "3", "0.3333"] in [row[:6] for row in answers]


@database
def test_a_title_never_becomes_a_formula(client):
    make_article(title="=HYPERLINK(A1)", scenarios=(make_scenario(title="+1 cause"),))
    sign_in(client, "Analysts")

    assert rows(client.get(reverse(OVERVIEW) + "?format=csv"))[1][1] == "'=HYPERLINK(A1)"
    assert rows(client.get(page_of("error-9", "?format=csv&table=scenarios")))[1][1] == "'+1 cause"


@given(
    st.lists(
        st.text(st.characters(codec="utf-8"))
        | st.sampled_from(FORMULA_STARTS).flatmap(
            lambda start: st.text(st.characters(codec="utf-8")).map(lambda rest: start + rest)
        ),
        min_size=1,
    )
)
def test_no_text_becomes_a_formula_and_each_comes_back(cells):
    read = rows(csv_response("any", ["a"], [cells]))[1]
    assert [cell for cell in read if cell.startswith(tuple(FORMULA_STARTS))] == []
    assert [cell[1:] if cell != original else cell for cell, original in zip(read, cells, strict=True)] == cells


@database
def test_hostile_titles_are_shown_as_text(client):
    hostile = "<script>alert(1)</script>"
    article = make_article(title=hostile, scenarios=(make_scenario(title=hostile),))
    make_report(article, "a", "fix-moved", "solved")
    sign_in(client, "Analysts")

    for address in (reverse(OVERVIEW) + EVER, page_of("error-9")):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@database
def test_a_draft_or_retired_article_has_its_numbers_too(client):
    article = make_article()
    make_report(article, "a", "fix-moved", "solved")
    article.status = "retired"
    article.save()
    sign_in(client, "Analysts")

    assert "not public" in words(client.get(reverse(OVERVIEW) + EVER))
    assert client.get(page_of("error-9")).context["analytics"].outcome.solved == 1


@database
def test_pages_take_as_many_queries_for_five_scenarios_as_for_one(client):
    one = make_article(slug="one", codes=("1",))
    five = make_article(slug="five", codes=("5",), scenarios=[make_scenario(f"s{n}") for n in range(5)])
    make_report(one, "a", "fix-moved", "solved")
    for number in range(5):
        make_report(five, f"v{number}", f"fix-s{number}", answers={"when": "today"})
    sign_in(client, "Analysts")

    client.get(page_of("one"))
    assert count_queries(lambda: client.get(page_of("one"))) == count_queries(lambda: client.get(page_of("five")))
