"""The report of the links: broken ones first, where each is used, and asking one again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from tests.factories import make_article, make_catalog, make_procedure
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.admin import link_checks
from troubleshooting.models import Destination, LinkCheck

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("UTC"))
LIST = "/admin/troubleshooting/linkcheck/"


def make_check(url, result="ok", *, days=None, articles=(), destinations=(), procedures=(), **values):
    since = MONDAY + timedelta(days=days) if days is not None else None
    check = LinkCheck.objects.create(url=url, result=result, checked_at=MONDAY, failing_since=since, **values)
    check.articles.set(articles)
    check.destinations.set(destinations)
    check.procedures.set(procedures)
    return check


def change_page(check):
    return reverse("admin:troubleshooting_linkcheck_change", args=[check.pk])


def again(check):
    return reverse("admin:troubleshooting_linkcheck_again", args=[check.pk])


def test_what_fails_stands_first_the_longest_failing_on_top(client):
    make_check("https://e.example/", "ok")
    make_check("https://d.example/", "refused")
    make_check("https://c.example/", "moved", moved_to="https://c.example/new")
    make_check("https://timeout.example/", "timeout", days=0)
    make_check("https://b.example/", "broken", days=1, detail="The server answers 404.")
    make_check("https://a.example/", "broken", days=2)
    make_check("https://z.example/", "broken", days=0)
    sign_in(client, "Editors")
    page = client.get(LIST).content.decode()
    hosts = ["z", "b", "a", "timeout", "c", "d", "e"]
    places = [page.index(f">https://{host}.example/<") for host in hosts]
    assert places == sorted(places)
    assert "The server answers 404." in page
    assert 'href="https://c.example/new"' in page
    assert "March 3, 2026" in page
    assert [check.url for check in LinkCheck.objects.failing()] == [
        "https://timeout.example/",
        "https://z.example/",
        "https://b.example/",
        "https://a.example/",
    ]


def test_each_names_where_it_is_used_with_links_into_the_editors(client):
    article, procedure = make_article(), make_procedure()
    check = make_check("/nowhere/", articles=[article], destinations=Destination.objects.all(), procedures=[procedure])
    sign_in(client, "Editors")
    for address in (LIST, change_page(check)):
        page = client.get(address).content.decode()
        assert (
            f'<a href="/admin/troubleshooting/destination/{Destination.objects.get().pk}/change/">Transactions</a>'
            in page
        )
        assert f'<a href="/admin/troubleshooting/procedure/{procedure.pk}/change/">Sign in again</a>' in page
        assert f'<a href="/admin/troubleshooting/article/{article.pk}/change/">Bank error 9</a>' in page


def test_a_link_of_very_many_articles_names_the_first_in_the_list_and_all_on_its_page(client):
    articles = [make_article(slug=f"a-{number}", codes=(), title=f"Article {number}") for number in range(7)]
    check = make_check("https://a.example/", articles=articles)
    sign_in(client, "Editors")
    assert "and 4 more" in client.get(LIST).content.decode()
    assert client.get(change_page(check)).content.decode().count('/change/">Article ') == 7


def test_the_list_takes_as_many_queries_for_any_number(client):
    article = make_article()
    make_check("https://a.example/", articles=[article])
    sign_in(client, "Editors")
    few = count_queries(lambda: client.get(LIST))
    for number in range(5):
        make_check(f"https://a.example/{number}", articles=[article])
    assert count_queries(lambda: client.get(LIST)) == few


def test_an_address_that_is_no_link_of_the_web_is_shown_as_text(client):
    check = make_check("javascript:alert(1)", "refused", moved_to='"><script>alert(1)</script>')
    sign_in(client, "Editors")
    for address in (LIST, change_page(check)):
        page = client.get(address).content.decode()
        assert 'href="javascript' not in page
        assert "<script>alert" not in page


def test_nobody_writes_it_by_hand(client):
    check = make_check("https://a.example/")
    sign_in(client, is_superuser=True)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(change_page(check), {"url": "https://b.example/"}).status_code == 403
    assert client.post(f"{LIST}{check.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_publisher_asks_one_again(client):
    make_catalog()
    check = make_check("/topics/banking/", "broken", days=0)
    sign_in(client, "Publishers")
    assert "Check again" in client.get(change_page(check)).content.decode()
    page = client.post(again(check), follow=True).content.decode()
    assert "Works." in page
    check.refresh_from_db()
    assert (check.result, check.failing_since) == ("ok", None)


def test_only_a_publisher_may(client):
    check = make_check("/topics/banking/", "broken", days=0)
    assert client.post(again(check)).status_code == 302
    sign_in(client, "Editors")
    assert "Check again" not in client.get(change_page(check)).content.decode()
    assert client.post(again(check)).status_code == 403
    sign_in(client, "Analysts")
    assert client.get(LIST).status_code == 403
    check.refresh_from_db()
    assert check.result == "broken"


def test_asking_is_a_post_of_a_link_that_is_there(client):
    check = make_check("/topics/banking/")
    sign_in(client, "Publishers")
    assert client.get(again(check)).status_code == 405
    assert client.post(reverse("admin:troubleshooting_linkcheck_again", args=[check.pk + 1])).status_code == 404


def test_nobody_makes_the_portal_ask_without_end(client, monkeypatch):
    check = make_check("/nowhere/", "ok")
    monkeypatch.setattr(link_checks, "AGAIN", link_checks.Limit("link-check", 1, timedelta(hours=1)))
    sign_in(client, "Publishers")
    client.post(again(check))
    LinkCheck.objects.update(result="ok", failing_since=None)
    assert "Not asked: too many" in client.post(again(check), follow=True).content.decode()
    check.refresh_from_db()
    assert check.result == "ok"
