"""Editors write, publishers publish, analysts read numbers: what each group may do, by HTTP."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.factories import make_article, make_document
from tests.staff.people import sign_in
from tests.visits import make_escalation, make_report
from troubleshooting.admin.groups import GROUPS
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, Destination, Escalation, Product, Report, Topic

pytestmark = pytest.mark.django_db

ROLES = {
    "nobody in particular": (),
    "editor": ("Editors",),
    "publisher": ("Publishers",),
    "analyst": ("Analysts",),
}
WRITERS = {"editor", "publisher"}


def change(model):
    name = model._meta.model_name
    return lambda client: client.get(reverse(f"admin:troubleshooting_{name}_change", args=[model.objects.first().pk]))


def send(address, *keys, **data):
    return lambda client: client.post(reverse(f"admin:{address}", args=[key() for key in keys]), data)


def article_pk():
    return Article.objects.get(slug="error-9").pk


def get(address, *keys):
    return lambda client: client.get(reverse(f"admin:{address}", args=[key() for key in keys]))


def save(client, **more):
    article = Article.objects.get(pk=article_pk())
    document = make_document(title="Another title")
    data = {"text": print_document(document), "based_on": article.revisions.count(), **more}
    return client.post(reverse("admin:troubleshooting_article_change", args=[article.pk]), data)


ACTIONS = {
    "see the articles": (get("troubleshooting_article_changelist"), WRITERS),
    "open a document": (get("troubleshooting_article_change", article_pk), WRITERS),
    "begin an article": (get("troubleshooting_article_add"), WRITERS),
    "preview a text": (send("troubleshooting_article_preview", article_pk, text="# Contact"), WRITERS),
    "save a draft": (save, WRITERS),
    "see the history": (get("troubleshooting_article_history", article_pk), WRITERS),
    "see a revision": (get("troubleshooting_article_revision", article_pk, lambda: 1), WRITERS),
    "restore a revision": (send("troubleshooting_article_restore", article_pk, lambda: 1), WRITERS),
    "publish a revision": (send("troubleshooting_article_publish", article_pk, lambda: 1), {"publisher"}),
    "retire an article": (send("troubleshooting_article_retire", article_pk), {"publisher"}),
    "delete an article": (send("troubleshooting_article_delete", article_pk, post="yes"), set()),
    "see a topic": (change(Topic), WRITERS),
    "add a topic": (get("troubleshooting_topic_add"), {"publisher"}),
    "see a product": (change(Product), WRITERS),
    "add a product": (get("troubleshooting_product_add"), {"publisher"}),
    "see a destination": (change(Destination), WRITERS),
    "add a destination": (get("troubleshooting_destination_add"), {"publisher"}),
    "see the reports": (get("troubleshooting_report_changelist"), {"analyst", *WRITERS}),
    "see a report": (change(Report), {"analyst", *WRITERS}),
    "delete a report": (send("troubleshooting_report_delete", lambda: Report.objects.first().pk, post="yes"), set()),
    "write a report": (get("troubleshooting_report_add"), set()),
    "see the messages": (get("troubleshooting_escalation_changelist"), {"analyst"}),
    "see a message": (change(Escalation), {"analyst"}),
    "see the analytics": (get("analytics"), {"analyst", *WRITERS}),
    "see an article's analytics": (get("analytics_article", lambda: "error-9"), {"analyst", *WRITERS}),
    "see the users": (get("auth_user_changelist"), set()),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_group_may_do_its_work_and_nothing_else(client, role, action):
    article = make_article()
    make_report(article, "visit", "fix-moved")
    make_escalation(article, "visit")
    do, allowed = ACTIONS[action]
    sign_in(client, *ROLES[role])

    status = do(client).status_code
    assert status in (200, 302) if role in allowed else status == 403


@pytest.mark.parametrize("action", ACTIONS)
def test_strangers_are_led_to_the_sign_in_page(client, action):
    article = make_article()
    make_report(article, "visit", "fix-moved")
    make_escalation(article, "visit")

    response = ACTIONS[action][0](client)
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_an_editor_who_asks_for_publishing_only_gets_a_draft(client):
    make_article()
    sign_in(client, "Editors")

    save(client, publish="1")
    article = Article.objects.get()
    assert article.title == "Bank error 9"
    assert article.published_revision.number == 1
    assert article.revisions.count() == 2


@pytest.mark.parametrize(("role", "shown"), [("Editors", False), ("Publishers", True)])
def test_only_publishers_see_buttons_for_what_only_they_may_do(client, role, shown):
    make_article()
    sign_in(client, role)

    page = client.get(reverse("admin:troubleshooting_article_change", args=[article_pk()])).content.decode()
    assert ("Save and publish" in page) is shown
    assert (reverse("admin:troubleshooting_article_retire", args=[article_pk()]) in page) is shown


def test_a_post_without_the_form_s_token_is_refused():
    make_article()
    client = Client(enforce_csrf_checks=True)
    sign_in(client, "Publishers")

    assert save(client, publish="1").status_code == 403
    assert send("troubleshooting_article_retire", article_pk)(client).status_code == 403
    assert Article.objects.get().revisions.count() == 1
    assert Article.objects.get().status == "published"


def test_every_migrate_gives_the_groups_exactly_their_permissions():
    editors = Group.objects.get(name="Editors")
    editors.permissions.clear()
    Group.objects.get(name="Analysts").delete()
    Group.objects.get(name="Publishers").permissions.add(*editors.permissions.model.objects.filter(codename="add_user"))

    call_command("migrate", verbosity=0)
    for name, codenames in GROUPS.items():
        found = Group.objects.get(name=name).permissions.values_list("codename", flat=True)
        assert set(found) == codenames
