"""The audit log in the admin: to be read, filtered and taken along, and written by nobody."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.factories import make_article, make_document
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.models import AuditEntry
from troubleshooting.publishing import save_revision
from troubleshooting.publishing.audit import record

pytestmark = pytest.mark.django_db

LIST = "admin:troubleshooting_auditentry_changelist"
EXPORT = "admin:troubleshooting_auditentry_export"
Action = AuditEntry.Action


def listed(client, **chosen):
    return client.get(reverse(LIST), chosen).context["cl"].result_list


def exported(client, **chosen):
    answer = client.get(reverse(EXPORT), chosen)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def make_deeds():
    """The portal published an article, anna saved revision 2 of it, petra changed a destination."""
    article = make_article()
    save_revision(document=make_document(title="Changed"), article=article, author=make_staff(name="anna"))
    record(Action.CHANGED, by=make_staff(name="petra"), subject="Destination transactions", detail="=1+1")
    return article


def test_it_lists_who_did_what_and_leads_to_the_history_of_the_article(client):
    article = make_deeds()
    sign_in(client, "Editors")

    page = client.get(reverse(LIST)).content.decode()
    for words in ("anna", "petra", "the portal", "Destination transactions", "Published"):
        assert words in page
    assert f'<a href="{reverse("admin:troubleshooting_article_history", args=[article.pk])}">' in page


def test_it_is_filtered_by_deed_and_person_and_searched_by_article(client):
    make_deeds()
    sign_in(client, "Editors")

    assert {entry.action for entry in listed(client, action__exact="published")} == {"published"}
    assert [entry.actor_name for entry in listed(client, person="anna")] == ["anna"]
    assert {entry.actor_name for entry in listed(client, person="-")} == {""}
    assert {entry.article.title for entry in listed(client, q="bank error")} == {"Bank error 9"}
    assert [entry.subject for entry in listed(client, q="destination")] == ["Destination transactions"]
    assert list(listed(client, q="nothing like it")) == []
    assert len(listed(client, at__year="1999")) == 0


def test_what_is_filtered_can_be_taken_along(client):
    make_deeds()
    sign_in(client, "Editors")

    assert len(exported(client)) == AuditEntry.objects.count() >= 3
    (row,) = exported(client, person="petra")
    assert (row["Who"], row["What"], row["Of what"]) == ("petra", "Changed", "Destination transactions")
    assert row["Detail"] == "'=1+1"
    assert {row["Who"] for row in exported(client, person="-")} == {"the portal"}
    page = client.get(reverse(LIST), {"person": "petra"}).content.decode()
    assert f'href="{reverse(EXPORT)}?person=petra"' in page


def test_the_export_holds_all_pages_of_the_list(client):
    make_deeds()
    for number in range(60):
        record(Action.CHANGED, by=None, subject=f"Thing {number}")
    sign_in(client, "Editors")
    assert len(exported(client, q="Thing")) == 60


def test_a_filter_that_does_not_exist_leads_to_the_whole_list(client):
    sign_in(client, "Editors")
    answer = client.get(reverse(EXPORT), {"nonsense__exact": "1"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse(LIST)


def test_nobody_adds_changes_or_deletes_an_entry_not_even_a_superuser(client):
    make_deeds()
    client.force_login(User.objects.create_superuser("root"))
    entry = AuditEntry.objects.first()
    before = list(AuditEntry.objects.values())

    assert client.get(reverse("admin:troubleshooting_auditentry_add")).status_code == 403
    one = reverse("admin:troubleshooting_auditentry_change", args=[entry.pk])
    assert client.get(one).status_code == 200
    assert client.post(one, {"detail": "x"}).status_code == 403
    assert client.post(reverse("admin:troubleshooting_auditentry_delete", args=[entry.pk])).status_code == 403
    client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert list(AuditEntry.objects.values()) == before


def test_it_stands_among_the_lists_for_those_who_write_articles_and_for_nobody_else(client):
    sign_in(client, "Editors")
    assert reverse(LIST) in client.get(reverse("admin:index")).content.decode()
    sign_in(client, "Analysts")
    assert reverse(LIST) not in client.get(reverse("admin:index")).content.decode()
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse(EXPORT)).status_code == 403


def test_it_takes_as_many_queries_for_many_entries_as_for_few(client):
    article = make_deeds()
    sign_in(client, "Editors")
    client.get(reverse(LIST))
    few = count_queries(lambda: client.get(reverse(LIST)))
    for number in range(8):
        save_revision(document=make_document(title=f"Changed {number}"), article=article)
    assert count_queries(lambda: client.get(reverse(LIST))) == few
