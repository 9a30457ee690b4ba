"""Editors write, publishers publish, analysts read numbers: what each group may do, by HTTP."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_article, make_document
from tests.staff import editing
from tests.staff.people import make_staff, sign_in
from tests.visits import make_escalation, make_report
from troubleshooting.admin.groups import GROUPS
from troubleshooting.models import Article, AuditEntry, Destination, Escalation, Product, Report, Topic
from troubleshooting.publishing import retire, save_revision, send_to_review

pytestmark = pytest.mark.django_db

ROLES = {
    "nobody in particular": (),
    "editor": ("Editors",),
    "publisher": ("Publishers",),
    "analyst": ("Analysts",),
}
WRITERS = {"editor", "publisher"}
TIME_TO_COME = (timezone.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")


def change(model):
    name = model._meta.model_name
    return lambda client: client.get(reverse(f"admin:troubleshooting_{name}_change", args=[model.objects.first().pk]))


def send(address, *keys, **data):
    return lambda client: client.post(reverse(f"admin:{address}", args=[key() for key in keys]), data)


def send_to_first(model, page, **data):
    name = f"troubleshooting_{model._meta.model_name}_{page}"
    return send(name, lambda: model.objects.first().pk, **data)


def article_pk():
    return Article.objects.get(slug="error-9").pk


def get(address, *keys):
    return lambda client: client.get(reverse(f"admin:{address}", args=[key() for key in keys]))


def save(client, **more):
    article = Article.objects.get(pk=article_pk())
    return editing.send(client, article, editing.text_of(title="Another title"), **more)


def deed(name, *, before=None, **data):
    """Of the workflow, on the newest revision, after ``before`` has made it possible."""

    def do(client):
        article = Article.objects.get(pk=article_pk())
        if before:
            before(article)
        return client.post(reverse("admin:troubleshooting_article_workflow", args=[article.pk]), {"do": name, **data})

    return do


def lead(deed, **data):
    return lambda client: client.post(reverse("admin:search_lead"), {"article": article_pk(), "do": deed, **data})


def make_draft(article):
    return save_revision(document=make_document(title="Newer"), article=article)


def make_reviewed(article):
    return send_to_review(make_draft(article), by=make_staff())


ACTIONS = {
    "see the articles": (get("troubleshooting_article_changelist"), WRITERS),
    "open a document": (get("troubleshooting_article_change", article_pk), WRITERS),
    "begin an article": (get("troubleshooting_article_add"), WRITERS),
    "preview a text": (send("troubleshooting_article_preview", article_pk, text="# Contact"), WRITERS),
    "save a draft": (save, WRITERS),
    "see the history": (get("troubleshooting_article_history", article_pk), WRITERS),
    "see a revision": (get("troubleshooting_article_revision", article_pk, lambda: 1), WRITERS),
    "restore a revision": (send("troubleshooting_article_restore", article_pk, lambda: 1), WRITERS),
    "send to review": (deed("review", before=make_draft), WRITERS),
    "approve for somebody else": (deed("approve", before=make_reviewed), {"publisher"}),
    "send back for somebody else": (deed("send-back", before=make_reviewed, note="No."), {"publisher"}),
    "schedule publishing": (deed("schedule", before=make_draft, at=TIME_TO_COME), {"publisher"}),
    "schedule retiring": (deed("schedule-retirement", at=TIME_TO_COME), {"publisher"}),
    "cancel a schedule": (deed("unschedule"), {"publisher"}),
    "publish from the panel": (deed("publish", before=make_draft), {"publisher"}),
    "throw away what was public": (deed("trash", before=retire), {"publisher"}),
    "publish a revision": (send("troubleshooting_article_publish", article_pk, lambda: 1), {"publisher"}),
    "be asked about retiring": (get("troubleshooting_article_retire", article_pk), {"publisher"}),
    "retire an article": (deed("retire"), {"publisher"}),
    "delete an article": (send("troubleshooting_article_delete", article_pk, post="yes"), set()),
    "see a topic": (change(Topic), WRITERS),
    "add a topic": (get("troubleshooting_topic_add"), {"publisher"}),
    "see a product": (change(Product), WRITERS),
    "add a product": (get("troubleshooting_product_add"), {"publisher"}),
    "see a destination": (change(Destination), WRITERS),
    "add a destination": (get("troubleshooting_destination_add"), {"publisher"}),
    "see the procedures": (get("troubleshooting_procedure_changelist"), WRITERS),
    "add a procedure": (get("troubleshooting_procedure_add"), {"publisher"}),
    "see the images": (get("images"), WRITERS),
    "see the checked links": (get("troubleshooting_linkcheck_changelist"), WRITERS),
    "see the audit log": (get("troubleshooting_auditentry_changelist"), WRITERS),
    "change an audit entry": (send_to_first(AuditEntry, "change", detail="Never happened."), set()),
    "delete an audit entry": (send_to_first(AuditEntry, "delete", post="yes"), set()),
    "see the reports": (get("troubleshooting_report_changelist"), {"analyst", *WRITERS}),
    "see a report": (change(Report), {"analyst", *WRITERS}),
    "delete a report": (send("troubleshooting_report_delete", lambda: Report.objects.first().pk, post="yes"), set()),
    "write a report": (get("troubleshooting_report_add"), set()),
    "see the messages": (get("troubleshooting_escalation_changelist"), {"analyst"}),
    "see a message": (change(Escalation), {"analyst"}),
    "see the analytics": (get("analytics"), {"analyst", *WRITERS}),
    "see an article's analytics": (get("analytics_article", lambda: "error-9"), {"analyst", *WRITERS}),
    "see the searches": (get("searches"), {"analyst", *WRITERS}),
    "dismiss a search": (send("search_decide", text="flux"), WRITERS),
    "look where a search could lead": (get("search_lead"), {"analyst", *WRITERS}),
    "give an article a code": (lead("code", code="E-4012"), WRITERS),
    "redirect a search": (lead("redirect", q="flux"), {"publisher"}),
    "see the synonyms": (get("troubleshooting_synonym_changelist"), WRITERS),
    "add a synonym": (send("troubleshooting_synonym_add", words="sign in, log in"), {"publisher"}),
    "see the search redirects": (get("troubleshooting_searchredirect_changelist"), WRITERS),
    "add a search redirect": (get("troubleshooting_searchredirect_add"), {"publisher"}),
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

    save(client, do="publish")
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

    assert save(client, do="publish").status_code == 403
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


@pytest.mark.parametrize("page", ["change", "document"])
def test_the_panel_of_the_workflow_stands_on_the_page_of_each_editor(client, page):
    make_article()
    sign_in(client, "Publishers")

    shown = client.get(reverse(f"admin:troubleshooting_article_{page}", args=[article_pk()])).content.decode()
    assert shown.count(f'action="{reverse("admin:troubleshooting_article_workflow", args=[article_pk()])}"') >= 1
    assert shown.index('class="workflow"') < shown.index('id="editing"')
