"""The hand-off to support."""

import pytest
from django.test import Client

from tests.factories import make_bank_article
from troubleshooting.escalation import _body
from troubleshooting.http import limits
from troubleshooting.models import Escalation

URL = "/articles/error-9/contact/"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
WRITTEN = {"name": "Ada", "email": "ada@example.com", "message": "It fails since Monday.", "item.bank": "First Bank"}


@pytest.fixture
def article(db):
    return make_bank_article()


def send(client, **changes):
    return client.post(URL, {**WRITTEN, **changes}, headers=SAME_ORIGIN)


def test_the_packet_shows_the_article_the_answers_and_what_was_tried(client, article):
    page = client.get(f"{URL}?change=moved&tried=remap").content.decode()
    for text in ("Bank error 9", "Change?", "Moved", "The account moved", "Reset it", "Name of the bank"):
        assert text in page


def test_causes_not_tried_yet_are_offered_before_the_form(client, article):
    page = client.get(f"{URL}?change=moved&tried=remap&tried=readd").content.decode()
    assert "/articles/error-9/guide/closed/?change=moved&amp;tried=remap&amp;tried=readd" in page


def test_a_message_is_kept_with_everything_and_gets_a_reference(client, article):
    response = send(client, change="moved", tried=["remap", "readd"])
    escalation = Escalation.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"{URL}sent/?reference={escalation.reference}"
    assert escalation.reference in client.get(response["Location"]).content.decode()
    assert escalation.answers == {"change": "moved"}
    assert escalation.tried == ["remap", "readd"]
    assert escalation.checklist == [["Name of the bank", "First Bank"]]
    assert escalation.state == Escalation.State.WAITING


def test_the_same_message_sent_twice_is_one_and_keeps_its_reference(client, article):
    assert send(client)["Location"] == send(client)["Location"]
    assert Escalation.objects.count() == 1


def test_a_missing_address_is_explained_and_nothing_written_is_lost(client, article):
    response = send(client, email="", change="moved")
    page = response.content.decode()
    assert response.status_code == 400
    assert "Enter your e-mail address" in page
    for text in ("It fails since Monday.", "First Bank", 'name="change" value="moved"'):
        assert text in page


def test_what_fills_the_hidden_field_is_not_taken_and_nothing_is_pretended(client, article):
    response = send(client, website="http://spam.example")
    page = response.content.decode()
    assert response.status_code == 400
    assert not Escalation.objects.exists()
    assert "Send the form again" in page
    assert "It fails since Monday." in page
    assert "spam.example" not in page


def test_what_was_set_aside_is_kept_and_told_to_support(client, article):
    send(client, dismissed="closed")
    escalation = Escalation.objects.select_related("article", "revision").get()
    assert escalation.dismissed == ["closed"]
    assert "- The account is closed" in _body(escalation)


def test_a_name_is_one_line_of_the_mail(client, article):
    send(client, name="Ada\r\nBcc: all@example.com")
    assert Escalation.objects.get().name == "Ada Bcc: all@example.com"


def test_without_a_reference_nothing_is_said_to_be_sent(client, article):
    assert client.get(f"{URL}sent/")["Location"] == URL


def test_a_flood_is_stopped_with_the_text_kept_and_a_time_to_come_back(client, article):
    for number in range(limits.CONTACT.count):
        assert send(client, message=f"Message {number}").status_code == 303
    response = send(client, message="One too many")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "One too many" in response.content.decode()
    assert Escalation.objects.count() == limits.CONTACT.count


def test_another_site_cannot_send(client, article):
    assert client.post(URL, WRITTEN, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Escalation.objects.exists()


def test_a_header_cannot_be_smuggled_in_by_the_address(client, article):
    assert send(client, email="ada@example.com\nBcc: all@example.com").status_code == 400


def test_only_a_reference_is_shown_back(client, article):
    page = client.get(f"{URL}sent/?reference=<script>alert(1)</script>").content.decode()
    assert "alert(1)" not in page


def test_a_body_over_the_limit_is_refused_and_names_it(client, article):
    response = send(client, message="x" * 70_000)
    assert response.status_code == 400
    assert "64 KB" in response.content.decode()


def test_the_contact_page_costs_two_queries(client, article, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(URL)


def test_no_page_with_what_a_visitor_wrote_is_stored(client, article):
    sent = send(client)
    for response in (sent, client.get(sent["Location"]), send(client, email="")):
        assert response["Cache-Control"] == "no-store"


def test_the_form_needs_no_cookie(article):
    response = send(Client(enforce_csrf_checks=True))
    assert response.status_code == 303


def test_a_reference_with_anything_behind_it_is_not_shown_back(client, article):
    assert "ABC-DEF-GHJ" in client.get(f"{URL}sent/?reference=ABC-DEF-GHJ").content.decode()
    assert "ABC-DEF-GHJ" not in client.get(f"{URL}sent/?reference=ABC-DEF-GHJ and more").content.decode()


def test_the_form_carries_the_trail_in_its_fields_alone(client, article):
    page = client.get(f"{URL}?change=moved&tried=remap").content.decode()
    assert f'action="{URL}"' in page
    for field in ('name="change" value="moved"', 'name="tried" value="remap"'):
        assert field in page


def test_a_message_of_more_than_4000_characters_is_refused_with_its_text(client, article):
    response = send(client, message="x" * 4001)
    assert response.status_code == 400
    assert "x" * 4001 in response.content.decode()
    assert send(client, message="x" * 4000).status_code == 303
