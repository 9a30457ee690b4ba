"""What was searched, as staff see it, and what they do about it with one click."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests.factories import make_article, make_document
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.admin import searches as page_room
from troubleshooting.admin.searches import looks_like_code
from troubleshooting.admin.skeleton import new_text
from troubleshooting.models import Article, AuditEntry, ContentVersion, Revision, SearchedQuery, SearchRedirect
from troubleshooting.publishing import save_revision
from troubleshooting.publishing.trash import trash
from troubleshooting.searches import record_click, record_search

pytestmark = pytest.mark.django_db
NOW = "2026-03-20T12:00Z"


def search(text, times=1, *, results=0, days_ago=0, opened=0):
    article = (Article.objects.first() or make_article()) if opened else None
    at = timezone.now() - timedelta(days=days_ago)
    for number in range(times):
        record_search(text, results=results, at=at)
        if number < opened:
            record_click(text, article=article, at=at)


def rows(client, table, **values):
    """Of the table, without the header: the cells of the file."""
    address = reverse("admin:searches_table", args=[table])
    content = client.get(address, {"format": "csv", **values}).content.decode("utf-8-sig")
    return [line.split(",") for line in content.splitlines()[1:]]


def page(client, table="not-found", **values):
    return client.get(reverse("admin:searches_table", args=[table]), values).content.decode()


def decide(client, text, **values):
    return client.post(reverse("admin:search_decide"), {"text": text, **values})


def lead(client, **values):
    return client.post(reverse("admin:search_lead"), values)


@travel(NOW, tick=False)
def test_what_was_not_found_is_counted_over_the_days_of_the_period(client):
    sign_in(client, "Analysts")
    search("flux", 2)
    search("flux", 3, days_ago=29)
    search("flux", 9, days_ago=30)
    search("flux", 9, results=1, days_ago=1)
    search("rare", days_ago=3)
    assert rows(client, "not-found") == [["flux", "5", "2026-03-20"], ["rare", "1", "2026-03-17"]]
    assert rows(client, "not-found", period="7") == [["flux", "2", "2026-03-20"], ["rare", "1", "2026-03-17"]]
    assert rows(client, "not-found", period="all")[0][1] == "14"
    assert rows(client, "most-searched")[0] == ["flux", "14", "2026-03-20"]


@travel(NOW, tick=False)
def test_what_was_found_and_not_opened_tells_its_share_from_ten_searches_on(client):
    sign_in(client, "Analysts")
    search("few", 9, results=1)
    search("half", 10, results=1, opened=5)
    search("none", 10, results=1)
    search("all", 10, results=1, opened=10)
    search("missing", 10)
    assert rows(client, "not-opened") == [["none", "10", "0"], ["half", "10", "5"]]
    assert "5 · 50% (24–76%)" in page(client, "not-opened")


@travel(NOW, tick=False)
def test_rising_compares_with_as_many_days_before_and_leaves_out_small_counts(client):
    sign_in(client, "Analysts")
    search("new", 6, results=1)
    search("double", 10, days_ago=6)
    search("double", 5, days_ago=7)
    search("steady", 9)
    search("steady", 5, days_ago=13)
    search("small", 4)
    search("long ago", 5)
    search("long ago", 5, days_ago=14)
    assert rows(client, "rising", period="7") == [["new", "6", "0"], ["double", "10", "5"], ["long ago", "5", "0"]]
    assert "Nothing was counted before" not in page(client, "rising", period="7")
    assert "Nothing was counted before March 6, 2026" in page(client, "rising")
    assert rows(client, "rising", period="all") == []
    assert "Choose a period with a first and a last day" in page(client, "rising", period="all")


def test_the_page_tells_what_each_search_finds_today_and_what_can_be_done_about_it(client):
    make_article(title="Bank error 9")
    search("bank error")
    search("e 4012")
    sign_in(client, "Publishers")
    shown = page(client)
    assert 'href="/search/?q=bank%20error">1<' in shown
    assert 'href="/search/?q=e%204012">nothing<' in shown
    words, code = shown.split('<th scope="row">')[1:3]  # by the alphabet, where they are as frequent
    assert "Add as a code" in code
    assert "Lead to an article" not in code
    assert "/admin/troubleshooting/article/new/?title=E+4012&amp;code=e+4012" in code
    assert "Lead to an article" in words
    assert "/admin/troubleshooting/synonym/add/?words=bank%20error" in words


def test_those_who_only_read_are_offered_nothing_to_do(client):
    search("e 4012")
    sign_in(client, "Analysts")
    shown = page(client)
    assert [deed for deed in ("Dismiss<", "Synonym<", "New article<", "Add as a code<") if deed in shown] == []


def test_an_article_begun_from_a_code_has_it_in_title_slug_and_codes(client):
    sign_in(client, "Editors")
    choose = client.get(reverse("admin:troubleshooting_article_new"), {"title": "E 4012", "code": "e 4012"})
    assert "?starter=error-code&amp;title=E%204012&amp;code=e%204012" in choose.content.decode()
    assert "title: E 4012\nslug: e-4012\ncodes:\n  - e 4012\n" in new_text("error-code", "E 4012", "e 4012")
    begun = client.get(reverse("admin:troubleshooting_article_add"), {"title": "E 4012", "code": "e 4012"})
    assert ">e 4012<" in "".join(begun.content.decode().split("\n"))


def test_what_is_dismissed_leaves_the_lists_also_when_it_comes_again_and_can_be_brought_back(client):
    person = sign_in(client, "Editors")
    search("flux", days_ago=1)
    back = reverse("admin:searches_table", args=["not-found"]) + "?period=7"
    assert decide(client, "flux", next=back).url == back
    search("flux")
    assert "Nothing to show" in page(client)
    assert rows(client, "not-found") == []
    assert rows(client, "dismissed")[0][:2] == ["flux", "2"]
    decide(client, "flux", do="bring-back")
    assert rows(client, "not-found")[0][:2] == ["flux", "2"]
    deeds = AuditEntry.objects.done_by(person.pk).values_list("subject", "detail")
    assert list(deeds) == [("Search “flux”", "Brought back"), ("Search “flux”", "Dismissed")]


def test_it_returns_to_no_other_site_and_only_takes_posts_with_a_token(client):
    sign_in(client, "Editors")
    assert decide(client, "flux", next="https://example.com/").url == reverse("admin:searches")
    assert client.get(reverse("admin:search_decide")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, "Publishers")
    assert decide(strict, "flux").status_code == 403
    assert lead(strict, article="1", do="redirect", q="flux").status_code == 403
    assert not AuditEntry.objects.filter(subject__startswith="Search").exists()


def test_a_code_is_added_to_the_newest_draft_and_nothing_is_published(client):
    article = make_article(codes=("9",))
    sign_in(client, "Editors")
    version = ContentVersion.current()
    response = lead(client, article=article.pk, do="code", code="E-4012", q="e 4012")
    newest = Revision.objects.latest("number")
    assert newest.document.codes == ("9", "E-4012")
    assert article.published_revision.document.codes == ("9",)
    assert ContentVersion.current() == version
    said = client.get(response.url).content.decode()
    assert "Revision 2 of" in said
    assert reverse("admin:troubleshooting_article_change", args=[article.pk]) in said
    again = lead(client, article=article.pk, do="code", code="e4012", q="e 4012")
    assert again.status_code == 409
    assert "The newest draft of the article has this code already" in again.content.decode()


@pytest.mark.parametrize("code", ["", "?!", "x" * 201, "9", "Error 9"])
def test_what_cannot_be_a_code_of_the_article_is_refused_in_words(client, code):
    article = make_article(codes=("9",))
    sign_in(client, "Editors")
    response = lead(client, article=article.pk, do="code", code=code, q="")
    assert response.status_code == (302 if len(code) > 200 else 409)
    assert Revision.objects.count() == (2 if len(code) > 200 else 1)


def test_a_redirect_is_made_once_and_public_at_once(client):
    article = make_article()
    sign_in(client, "Publishers")
    version = ContentVersion.current()
    lead(client, article=article.pk, do="redirect", q="Flux capacitor")
    assert SearchRedirect.objects.values_list("folded", "article").get() == ("flux capacitor", article.pk)
    assert ContentVersion.current() > version
    again = lead(client, article=article.pk, do="redirect", q="flux-capacitor")
    assert again.status_code == 409
    assert "already leads to “Bank error 9”" in again.content.decode()


@pytest.mark.parametrize("article", ["", "0", "x", "9" * 30, "²"])
def test_without_an_article_nothing_is_done(client, article):
    sign_in(client, "Publishers")
    response = lead(client, article=article, do="redirect", q="flux")
    assert response.status_code == 409
    assert "Choose the article first." in response.content.decode()


def test_articles_are_offered_by_search_and_by_title_with_drafts_and_without_trash(client):
    make_article(title="Bank error 9")
    draft = save_revision(document=make_document(slug="flux-draft", title="Flux draft", codes=()))
    gone = save_revision(document=make_document(slug="flux-gone", title="Flux gone", codes=()))
    trash(gone.article, by=None)
    sign_in(client, "Editors")
    address = reverse("admin:search_lead")
    assert "Bank error 9" in client.get(address, {"q": "bank"}).content.decode()
    shown = client.get(address, {"q": "zzz", "find": "flux"}).content.decode()
    assert f'value="{draft.article.pk}"' in shown
    assert "Flux gone" not in shown


def test_of_many_searches_the_first_are_shown_with_their_number_in_as_many_queries(client, monkeypatch):
    monkeypatch.setattr(page_room, "SHOWN", 3)
    monkeypatch.setattr(page_room.engine, "search", lambda *_query, **_options: page_room.engine.Results(""))
    sign_in(client, "Publishers")
    counts = []
    for number in range(5):
        search(f"word {'abcde'[number]}")
        counts.append(count_queries(lambda: page(client)))
    assert "The first 3 of 5." in page(client)
    assert len(rows(client, "not-found")) == 5
    assert counts[1] == counts[4]


@pytest.mark.parametrize("table", [table.name for table in page_room.TABLES])
def test_every_table_has_a_page_also_when_it_is_empty_and_for_any_period(client, table):
    sign_in(client, "Analysts")
    for values in ({}, {"period": "all"}, {"period": "custom", "first": "2026-01-01"}, {"period": "x", "first": "x"}):
        assert "Nothing to show for this period." in page(client, table, **values)
        assert rows(client, table, **values) == []
    search("=1+1 formula")
    assert rows(client, "most-searched")[0][0] == "1 1 formula"


def test_there_is_no_other_table(client):
    sign_in(client, "Analysts")
    assert client.get(reverse("admin:searches_table", args=["other"])).status_code == 404


def test_the_analytics_of_an_article_tell_which_searches_led_to_it(client):
    search("bank", 3, results=1, opened=2)
    sign_in(client, "Analysts")
    shown = client.get(reverse("admin:analytics_article", args=["error-9"])).content.decode()
    table = shown[shown.index("Searches that led here") :]
    assert '<th scope="row">bank</th>' in table
    assert '<td class="number">2</td>' in table


def test_searches_are_offered_among_the_pages_to_those_who_may_read_them(client):
    sign_in(client, "Analysts")
    assert f'href="{reverse("admin:searches")}"' in client.get(reverse("admin:index")).content.decode()
    assert SearchedQuery.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "is_code"),
    [("324", True), ("e 4012", True), ("550 5 7 64", True), ("flux", False), ("error 9 when i sign in", False)],
)
def test_a_few_words_with_a_number_look_like_a_code(text, is_code):
    assert looks_like_code(text) is is_code
