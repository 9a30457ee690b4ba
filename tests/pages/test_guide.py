"""The guide over plain HTTP: every step is a link, every address stands on its own."""

import re

import pytest

from tests.factories import make_article, make_bank_article, make_scenario

pytestmark = pytest.mark.django_db
GUIDE = "/articles/error-9/guide/"


def hrefs(response):
    return [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]+)"', response.content.decode())]


def test_the_start_leads_to_the_first_question(client):
    make_bank_article()
    response = client.get(GUIDE)
    assert (response.status_code, response["Location"]) == (302, f"{GUIDE}change/")


def test_a_question_offers_its_choices_as_links(client):
    make_bank_article()
    links = hrefs(client.get(f"{GUIDE}change/"))
    assert f"{GUIDE}moved/?change=moved" in links
    assert f"{GUIDE}closed/?change=closed" in links
    assert f"{GUIDE}sign-in/?change=unsure" in links


def test_an_unreachable_node_redirects_to_the_furthest_reachable_one(client):
    make_bank_article()
    assert client.get(f"{GUIDE}login/")["Location"] == f"{GUIDE}change/"
    assert client.get(f"{GUIDE}login/?change=unsure")["Location"] == f"{GUIDE}sign-in/?change=unsure"


def test_unknown_query_keys_are_dropped(client):
    make_bank_article()
    response = client.get(f"{GUIDE}sign-in/?utm_source=x&change=unsure&other=1")
    assert response.status_code == 200
    assert "utm_source" not in response.content.decode()


def test_an_unknown_node_is_no_such_page(client):
    make_bank_article()
    assert client.get(f"{GUIDE}nonsense/").status_code == 404


def test_answers_so_far_are_listed_with_a_way_to_change_each(client):
    make_bank_article()
    response = client.get(f"{GUIDE}login/?change=unsure&sign-in=other")
    assert f"{GUIDE}change/?change=unsure&sign-in=other" in hrefs(response)
    assert f"{GUIDE}sign-in/?change=unsure&sign-in=other" in hrefs(response)


def test_a_cause_shows_one_fix_to_try_now_and_carries_the_trail(client):
    make_bank_article()
    page = client.get(f"{GUIDE}moved/?change=moved").content.decode()
    assert 'name="fix" value="remap"' in page
    assert 'name="fix" value="readd"' not in page
    assert 'name="change" value="moved"' in page


def test_after_a_failed_fix_the_next_one_of_the_cause_is_shown(client):
    make_bank_article()
    page = client.get(f"{GUIDE}moved/?change=moved&tried=remap").content.decode()
    assert 'name="fix" value="readd"' in page
    assert 'name="tried" value="remap"' in page


def test_this_is_not_it_leads_to_the_next_cause_and_remembers(client):
    make_bank_article()
    links = hrefs(client.get(f"{GUIDE}moved/?change=moved"))
    assert f"{GUIDE}closed/?change=moved&dismissed=moved" in links
    assert f"{GUIDE}login/?change=moved&dismissed=moved" in links


def test_when_no_cause_is_left_this_is_not_it_leads_to_contact(client):
    make_bank_article()
    query = "change=moved&dismissed=closed&dismissed=login&dismissed=moved"
    links = hrefs(client.get(f"{GUIDE}moved/?change=moved&dismissed=closed&dismissed=login"))
    assert f"/articles/error-9/contact/?{query}" in links


def test_an_answer_that_leads_to_contact_goes_there_with_the_answers(client):
    make_bank_article()
    links = hrefs(client.get(f"{GUIDE}sign-in/?change=unsure"))
    assert "/articles/error-9/contact/?change=unsure&sign-in=unsure" in links


def test_the_way_to_support_as_a_node_of_the_guide_leads_there(client):
    make_bank_article()
    response = client.get(f"{GUIDE}contact/?change=unsure&sign-in=unsure")
    assert response["Location"] == "/articles/error-9/contact/?change=unsure&sign-in=unsure"


def test_a_question_says_how_many_came_before_and_may_follow(client):
    make_bank_article()
    assert "Question 1 of at most 2" in client.get(f"{GUIDE}change/").content.decode()
    second = client.get(f"{GUIDE}sign-in/?change=unsure&sign-in=other")
    assert "Question 2 of at most 2" in second.content.decode()
    assert f"{GUIDE}change/?change=unsure&sign-in=other" in hrefs(second)


def test_an_article_without_questions_offers_its_causes_as_the_choices(client):
    make_article(scenarios=(make_scenario("moved"), make_scenario("closed")))
    response = client.get(GUIDE)
    assert response.status_code == 200
    assert {f"{GUIDE}moved/", f"{GUIDE}closed/"} <= set(hrefs(response))


def test_every_path_of_the_tree_can_be_walked_by_links_alone(client):
    """From the first question on, follow every link into the guide; each answers, and every cause is met."""
    make_bank_article()
    waiting, seen = [f"{GUIDE}change/"], set()
    while waiting:
        url = waiting.pop()
        seen.add(url)
        response = client.get(url)
        assert response.status_code == 200, url
        waiting += [href for href in hrefs(response) if href.startswith(f"{GUIDE}") and href not in seen | {GUIDE}]
    assert {url.removeprefix(GUIDE).split("/")[0] for url in seen} == {"change", "sign-in", "moved", "closed", "login"}
    assert len(seen) > 20


def test_guide_pages_are_not_for_search_engines(client):
    make_bank_article()
    assert 'content="noindex' in client.get(f"{GUIDE}change/").content.decode()


def test_a_guide_page_costs_two_queries(client, django_assert_num_queries):
    make_bank_article()
    with django_assert_num_queries(2):
        client.get(f"{GUIDE}moved/?change=moved")
