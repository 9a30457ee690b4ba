"""The list of articles."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests.factories import make_article, make_catalog, make_document, make_scenario
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.models import Article
from troubleshooting.publishing import (
    approve,
    retire,
    save_revision,
    schedule,
    schedule_retirement,
    send_to_review,
    trash,
)

pytestmark = pytest.mark.django_db

LIST = "admin:troubleshooting_article_changelist"


def titles(response):
    return [article.title for article in response.context["cl"].result_list]


def test_it_tells_status_and_newest_revision_and_whether_edits_are_unpublished(client):
    article = make_article()
    author = make_staff(name="anna")
    save_revision(document=make_document(title="Draft title"), article=article, author=author)
    sign_in(client, "Publishers")

    page = client.get(reverse(LIST)).content.decode()
    assert "Bank error 9" in page
    assert "Draft title" not in page
    assert "unpublished edits" in page
    assert "2 by anna" in page
    assert f'href="{article.get_absolute_url()}"' in page


def test_unpublished_edits_come_with_the_stage_they_are_in(client):
    article = make_article()
    newest = save_revision(document=make_document(title="Draft title"), article=article)
    sign_in(client, "Publishers")

    assert "unpublished edits · Draft" in client.get(reverse(LIST)).content.decode()
    send_to_review(newest, by=make_staff())
    assert "unpublished edits · In review" in client.get(reverse(LIST)).content.decode()


def test_it_tells_what_will_happen_by_itself_and_what_is_late(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make_article()
    kim = sign_in(client, "Publishers")
    newest = save_revision(document=make_document(title="Draft title"), article=article)
    with travel("2030-01-01T10:00Z", tick=False):
        schedule(newest, by=kim, publish_at=datetime(2030, 1, 2, 9, tzinfo=UTC))
        schedule_retirement(article, by=kim, retire_at=datetime(2030, 1, 3, 9, tzinfo=UTC))
        client.force_login(kim)
        page = client.get(reverse(LIST)).content.decode()
    assert "publishes 01/02/2030 10 a.m." in page
    assert "retires 01/03/2030 10 a.m." in page
    with travel("2030-01-02T09:00Z", tick=False):
        client.force_login(kim)
        page = client.get(reverse(LIST)).content.decode()
    assert "not published yet, due 01/02/2030 10 a.m." in page
    assert "retires 01/03/2030 10 a.m." in page


def test_it_tells_owner_and_deadlines(client):
    make_article()
    Article.objects.update(owner=make_staff(name="anna"), due=date(2030, 1, 2), review_by=date(2030, 3, 4))
    sign_in(client, "Editors")

    page = client.get(reverse(LIST)).content.decode()
    assert '<td class="field-care">anna<br>Review: 01/02/2030<br>Check: 03/04/2030</td>' in page


def test_the_trash_shows_only_when_asked_for(client):
    make_article()
    trash(retire(make_article(slug="error-10", codes=("10",), title="Thrown away")), by=make_staff())
    sign_in(client, "Editors")

    assert titles(client.get(reverse(LIST))) == ["Bank error 9"]
    response = client.get(f"{reverse(LIST)}?trash=yes")
    assert titles(response) == ["Thrown away"]
    assert "in the trash" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "seen"), [("Editors", {"Asked me"}), ("Publishers", {"Asked me", "Asked whoever may publish"})]
)
def test_what_waits_for_me_is_what_i_was_asked_for_and_for_publishers_what_nobody_was(client, role, seen):
    make_catalog()
    me, other = sign_in(client, role, name="me"), make_staff("Editors", name="other")
    for title, reviewer in (("Asked me", me), ("Asked whoever may publish", None), ("Asked other", other)):
        slug = title.casefold().replace(" ", "-")
        send_to_review(save_revision(document=make_document(title, slug)), by=other, reviewer=reviewer)
    save_revision(document=make_document("A draft", "draft"))

    response = client.get(f"{reverse(LIST)}?reviewer=me")
    assert set(titles(response)) == seen
    assert titles(client.get(f"{reverse(LIST)}?reviewer={other.pk}")) == ["Asked other"]
    assert f"?reviewer={other.pk}" in response.content.decode()
    assert len(titles(client.get(f"{reverse(LIST)}?reviewer=nobody"))) == 4


def test_publishers_and_editors_send_several_to_review_at_once(client):
    article = make_article()
    save_revision(document=make_document(title="Draft title"), article=article)
    other = make_article(slug="error-10", codes=("10",), title="Bank error 10")
    sign_in(client, "Editors")

    chosen = {"_selected_action": [article.pk, other.pk]}
    page = client.post(reverse(LIST), {"action": "review_newest", **chosen}, follow=True).content.decode()
    assert "“Bank error 9” is in review." in page
    assert "“Bank error 10” was not sent to review. Revision 1 is public already." in page
    assert Article.objects.get(slug="error-9").stage == "in-review"


def test_several_are_thrown_away_at_once_and_none_that_is_public(client):
    article = retire(make_article())
    other = make_article(slug="error-10", codes=("10",), title="Bank error 10")
    sign_in(client, "Publishers")

    chosen = {"_selected_action": [article.pk, other.pk]}
    page = client.post(reverse(LIST), {"action": "trash_all", **chosen}, follow=True).content.decode()
    assert "“Bank error 10” was not moved to the trash. The article is public." in page
    assert list(Article.objects.trashed()) == [article]


def test_where_a_review_is_required_the_list_publishes_nothing_unapproved(client, settings):
    article = make_article()
    settings.REQUIRE_REVIEW = True
    newest = save_revision(document=make_document(title="Draft title"), article=article)
    sign_in(client, "Publishers")
    publish = {"action": "publish_newest", "_selected_action": [article.pk]}

    page = client.post(reverse(LIST), publish, follow=True).content.decode()
    assert "revision 2, was not published. Revision 2 has to be approved first" in page
    approve(newest, by=make_staff("Publishers"))
    client.post(reverse(LIST), publish)
    assert Article.objects.get().title == "Draft title"


@pytest.mark.parametrize(("extra", "shown"), [("", False), ("view_analytics", True)])
def test_the_analytics_are_linked_for_those_who_may_read_them(client, extra, shown):
    make_article()
    user = sign_in(client)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_article", extra]))

    page = client.get(reverse(LIST)).content.decode()
    assert (f'href="{reverse("admin:analytics_article", args=["error-9"])}"' in page) is shown


def test_a_published_article_without_newer_edits_says_nothing_of_them(client):
    make_article()
    sign_in(client, "Publishers")

    assert "unpublished edits" not in client.get(reverse(LIST)).content.decode()


def test_the_title_leads_to_the_document(client):
    article = make_article()
    sign_in(client, "Editors")

    change = reverse("admin:troubleshooting_article_change", args=[article.pk])
    assert f'href="{change}"' in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "q=9",
        "q=bank",
        "q=error-9",
        "status=published",
        "stage__exact=",
        "topic__id__exact={topic}",
        "products__id__exact={product}",
    ],
)
def test_search_and_filters_find_the_article(client, query):
    article = make_article(products=("ledger",))
    save_revision(document=make_document(title="Another", slug="other", codes=(), topic="gone"))
    sign_in(client, "Editors")

    query = query.format(topic=article.topic_id, product=article.products.get().pk)
    assert titles(client.get(f"{reverse(LIST)}?{query}")) == ["Bank error 9"]


def test_an_article_cannot_be_deleted_from_the_list(client):
    article = make_article()
    sign_in(client, is_superuser=True)

    client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    assert "Delete" not in client.get(reverse(LIST)).content.decode()
    assert Article.objects.filter(pk=article.pk).exists()


def test_publishers_retire_and_publish_several_at_once(client):
    one, two = make_article(), make_article(slug="error-10", codes=("10",), title="Bank error 10")
    sign_in(client, "Publishers")
    chosen = {"_selected_action": [one.pk, two.pk]}

    client.post(reverse(LIST), {"action": "retire_all", **chosen})
    assert set(Article.objects.values_list("status", flat=True)) == {"retired"}
    client.post(reverse(LIST), {"action": "publish_newest", **chosen})
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}


def test_editors_have_no_action_for_it(client):
    article = make_article()
    sign_in(client, "Editors")

    client.post(reverse(LIST), {"action": "retire_all", "_selected_action": [article.pk]})
    assert Article.objects.get().status == "published"


def test_an_article_that_cannot_be_published_does_not_hold_up_the_others(client):
    make_catalog()
    save_revision(document=make_document(title="Broken", slug="broken", topic="gone"))
    make_article()
    retire(Article.objects.get(slug="error-9"))
    sign_in(client, "Publishers")

    chosen = list(Article.objects.values_list("pk", flat=True))
    page = client.post(reverse(LIST), {"action": "publish_newest", "_selected_action": chosen}, follow=True)
    assert "“Broken”, revision 1, was not published." in page.content.decode()
    assert Article.objects.get(slug="error-9").status == "published"
    assert Article.objects.get(slug="broken").status == "draft"


def test_a_hostile_title_is_shown_as_text(client):
    make_article(title="<script>alert(1)</script>")
    sign_in(client, "Editors")

    page = client.get(reverse(LIST)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_it_takes_as_many_queries_for_five_articles_as_for_one(client):
    sign_in(client, "Publishers")
    counts = []
    for number in range(5):
        article = make_article(slug=f"error-{number}", codes=(str(number),), scenarios=(make_scenario(),))
        newest = save_revision(document=make_document(f"Newer {number}"), article=article)
        schedule(newest, by=make_staff("Editors"), publish_at=timezone.now() + timedelta(days=1))
        Article.objects.filter(pk=article.pk).update(owner=make_staff(), due=date(2030, 1, 2))
        if number in (0, 4):
            counts.append(count_queries(lambda: client.get(reverse(LIST))))
    assert counts[0] == counts[1]
