"""The list of articles."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.factories import make_article, make_catalog, make_document, make_scenario
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.models import Article
from troubleshooting.publishing import retire, save_revision

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
    ["q=9", "q=bank", "q=error-9", "status=published", "topic__id__exact={topic}", "products__id__exact={product}"],
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
        make_article(slug=f"error-{number}", codes=(str(number),), scenarios=(make_scenario(),))
        if number in (0, 4):
            counts.append(count_queries(lambda: client.get(reverse(LIST))))
    assert counts[0] == counts[1]
