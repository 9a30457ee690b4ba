"""The list of messages to support and their delivery."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_bank_article
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from tests.visits import make_escalation
from troubleshooting.models import Escalation

pytestmark = pytest.mark.django_db

LIST = "admin:troubleshooting_escalation_changelist"


def references(response):
    return sorted(escalation.reference for escalation in response.context["cl"].result_list)


def test_delivery_can_be_filtered_and_messages_searched(client):
    article = make_bank_article()
    make_escalation(article, "a", reference="AAA", state="failed", message="It broke")
    make_escalation(article, "b", reference="BBB", state="sent", email="kim@example.com")
    sign_in(client, "Analysts")

    for query, found in (
        ("", ["AAA", "BBB"]),
        ("state__exact=failed", ["AAA"]),
        ("q=broke", ["AAA"]),
        ("q=kim%40example.com", ["BBB"]),
        ("q=BBB", ["BBB"]),
    ):
        assert references(client.get(f"{reverse(LIST)}?{query}")) == found, query


def test_failed_and_waiting_messages_are_sent_again_and_sent_ones_are_not(client):
    article = make_bank_article()
    chosen = [
        make_escalation(article, "a", reference="AAA", state="failed", attempts=24).pk,
        make_escalation(article, "b", reference="BBB", state="sent").pk,
        make_escalation(article, "c", reference="CCC", state="waiting", attempts=3).pk,
    ]
    sign_in(client, "Analysts")

    page = client.post(reverse(LIST), {"action": "send_again", "_selected_action": chosen}, follow=True)
    assert "2 messages go out" in page.content.decode()
    assert list(Escalation.objects.due(timezone.now()).values_list("reference", "attempts")) == [("AAA", 0), ("CCC", 0)]
    assert Escalation.objects.get(reference="BBB").state == "sent"


def test_who_may_only_read_messages_sends_none(client):
    failed = make_escalation(make_bank_article(), "a", state="failed")
    user = sign_in(client)
    user.user_permissions.add(Permission.objects.get(codename="view_escalation"))

    client.post(reverse(LIST), {"action": "send_again", "_selected_action": [failed.pk]})
    failed.refresh_from_db()
    assert failed.state == "failed"
    assert "send_again" not in client.get(reverse(LIST)).content.decode()


def test_a_message_is_shown_whole_and_as_text(client):
    message = make_escalation(
        make_bank_article(),
        "a",
        name="<b>Kim</b>",
        message="<script>alert(1)</script>",
        checklist=[["Name of the bank", "First & Last"]],
        answers={"change": "closed"},
        tried=["drop"],
    )
    sign_in(client, "Analysts")

    page = client.get(reverse("admin:troubleshooting_escalation_change", args=[message.pk])).content.decode()
    for text in ("&lt;b&gt;Kim", "&lt;script&gt;alert(1)", "Name of the bank: First &amp; Last", "Change? Closed"):
        assert text in page
    assert "The account is closed: Reset it" in page
    assert "<script>alert" not in page


def test_it_takes_as_many_queries_for_five_messages_as_for_one(client):
    article = make_bank_article()
    make_escalation(article, "a")
    sign_in(client, "Analysts")
    client.get(reverse(LIST))
    few = count_queries(lambda: client.get(reverse(LIST)))
    for visit in "bcde":
        make_escalation(article, visit)

    assert count_queries(lambda: client.get(reverse(LIST))) == few
