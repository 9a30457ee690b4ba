"""The article's own page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_article, make_bank_article, make_document, make_fix, make_scenario, make_step
from troubleshooting.http.store import clock
from troubleshooting.models import Article, Report
from troubleshooting.publishing import publish, retire, save_revision

pytestmark = pytest.mark.django_db
URL = "/articles/error-9/"


def test_the_page_shows_every_scenario_fix_and_step(client):
    make_bank_article()
    page = client.get(URL).content.decode()
    for text in ("Bank error 9", "The account moved", "The account is closed", "Another sign-in was used", "Sign in."):
        assert text in page


def test_each_scenario_is_a_native_details_with_its_heading_inside(client):
    make_bank_article()
    page = client.get(URL).content.decode()
    for key in ("moved", "closed", "login"):
        assert re.search(rf'<details [^>]*id="{key}"[^>]*>\s*<summary>.*?<h2>.*?</summary>', page, re.DOTALL)


def test_each_fix_but_a_follow_up_asks_whether_it_helped(client):
    make_bank_article()
    page = client.get(URL).content.decode()
    assert page.count('value="solved"') == page.count('value="not-solved"') == 4


def test_a_draft_is_no_such_page(client):
    article = make_article()
    save_revision(document=make_document(slug="secret", title="ZZDRAFT"))
    assert client.get("/articles/secret/").status_code == 404
    save_revision(document=make_document(title="ZZDRAFT"), article=article)
    assert "ZZDRAFT" not in client.get(URL).content.decode()


def test_an_unknown_article_is_no_such_page(client):
    assert client.get("/articles/nothing/").status_code == 404


def test_a_retired_article_is_gone_and_the_page_searches(client):
    retire(make_article())
    response = client.get(URL)
    assert response.status_code == 410
    assert 'name="q"' in response.content.decode()


def test_a_former_address_redirects_for_good_with_its_query(client):
    article = make_article()
    publish(save_revision(document=make_document(slug="new-name"), article=article))
    response = client.get(f"{URL}guide/?tried=x")
    assert (response.status_code, response["Location"]) == (301, "/articles/new-name/guide/?tried=x")


def test_a_former_address_of_a_retired_article_is_gone_too(client):
    article = make_article()
    retire(publish(save_revision(document=make_document(slug="new-name"), article=article)))
    assert client.get(URL).status_code == 410


def test_a_post_is_refused(client):
    make_article()
    assert client.post(URL).status_code == 405


def test_how_many_it_helped_is_shown_from_the_floor_on(client, settings):
    settings.HELPED_FLOOR = 2
    article = make_article()
    assert "Helped" not in client.get(URL).content.decode()
    scenario = article.scenarios.get()
    for visit in ("a", "b"):
        Report.objects.create(
            visit=visit,
            article=article,
            revision=article.published_revision,
            scenario=scenario,
            fix=scenario.fixes.get(),
            verdict="solved",
            trust=1,
        )
    clock.reset()
    assert Article.objects.with_helped().get().helped == 2
    assert "2 people" in client.get(URL).content.decode()


def test_hostile_titles_and_steps_are_shown_as_text(client):
    hostile = "<script>alert(1)</script>"
    make_article(
        title=f"{hostile} title",
        scenarios=(
            make_scenario(
                title=f"{hostile} cause",
                fixes=(make_fix(title=f"{hostile} fix", steps=(make_step(text=f"Press \\{hostile} now."),)),),
            ),
        ),
    )
    page = client.get(URL).content.decode()
    assert hostile not in page
    assert page.count("&lt;script&gt;") >= 4


def test_a_page_costs_the_same_queries_for_one_scenario_and_for_five(client):
    make_article()
    make_article(slug="five", scenarios=tuple(make_scenario(f"cause-{n}") for n in range(5)))
    client.get(URL)  # what the search keeps in memory is read once
    counts = []
    for slug in ("error-9", "five"):
        clock.reset()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("troubleshooting:article", args=[slug]))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_the_aliases_of_the_code_are_named(client):
    make_article(codes=("103", "310"))
    page = client.get(URL).content.decode()
    assert re.search(r"Also shown as\s+<span class=\"code\">310</span>", page)


def test_what_to_have_ready_for_support_stands_in_the_article(client):
    make_bank_article()
    assert "Name of the bank" in client.get(URL).content.decode()
