"""The list of what visitors reported."""

import pytest
from django.urls import reverse

from tests.factories import make_bank_article
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from tests.visits import make_report
from troubleshooting.models import Report, Scenario
from troubleshooting.models.reports import TrustClass

pytestmark = pytest.mark.django_db

LIST = "admin:troubleshooting_report_changelist"


def visits(response):
    return sorted(report.visit for report in response.context["cl"].result_list)


def test_filters_and_search_narrow_it_down(client):
    article = make_bank_article()
    other = make_bank_article(slug="other", codes=("10",))
    make_report(article, "a", "remap", "solved", comment="The bank was slow")
    make_report(article, "b", "drop", trust=TrustClass.UNPROVEN)
    make_report(other, "c", "remap")
    sign_in(client, "Analysts")
    scenario = Scenario.objects.get(article=article, key="moved")

    for query, found in (
        ("", ["a", "b", "c"]),
        (f"article__id__exact={article.pk}", ["a", "b"]),
        (f"article__id__exact={article.pk}&scenario={scenario.pk}", ["a"]),
        ("verdict__exact=solved", ["a"]),
        ("trust__exact=0", ["b"]),
        ("q=slow", ["a"]),
        ("created_at__year=2026&created_at__month=3", ["a", "b", "c"]),
        ("created_at__year=2025", []),
    ):
        assert visits(client.get(f"{reverse(LIST)}?{query}")) == found, query


@pytest.mark.parametrize("query", ["scenario=x", "scenario=99", "article__id__exact=x&scenario=1", "q=%22'%25"])
def test_no_query_makes_it_fail(client, query):
    make_report(make_bank_article(), "a", "remap")
    sign_in(client, "Analysts")

    assert client.get(f"{reverse(LIST)}?{query}").status_code in (200, 302)


def test_scenarios_are_offered_once_an_article_is_chosen(client):
    article = make_bank_article()
    make_report(article, "a", "remap")
    sign_in(client, "Analysts")

    assert "?scenario=" not in client.get(reverse(LIST)).content.decode()
    assert "The account is closed" in client.get(f"{reverse(LIST)}?article__id__exact={article.pk}").content.decode()


def test_a_report_is_told_in_the_words_of_the_article(client):
    report = make_report(make_bank_article(), "a", "readd", answers={"change": "moved"})
    Report.objects.filter(pk=report.pk).update(tried=["remap", "gone"])
    sign_in(client, "Analysts")

    page = client.get(reverse("admin:troubleshooting_report_change", args=[report.pk])).content.decode()
    assert "Change? Moved" in page
    assert "The account moved: Reset it" in page
    assert 'name="verdict"' not in page


def test_a_hostile_comment_is_shown_as_text(client):
    report = make_report(make_bank_article(), "a", "remap", comment="<script>alert(1)</script>")
    sign_in(client, "Analysts")

    for address in (reverse(LIST), reverse("admin:troubleshooting_report_change", args=[report.pk])):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_it_takes_as_many_queries_for_five_reports_as_for_one(client):
    article = make_bank_article()
    make_report(article, "a", "remap")
    sign_in(client, "Analysts")
    client.get(reverse(LIST))
    few = count_queries(lambda: client.get(reverse(LIST)))
    for visit in "bcde":
        make_report(article, visit, "readd", led_to="drop")

    assert count_queries(lambda: client.get(reverse(LIST))) == few
