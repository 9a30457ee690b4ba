"""The hand-off to support."""

import pytest

from tests.factories import make_bank_article
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


def test_a_program_that_fills_the_hidden_field_is_thanked_and_ignored(client, article):
    assert send(client, website="http://spam.example").status_code == 303
    assert not Escalation.objects.exists()


def test_a_flood_is_stopped_with_the_text_kept_and_a_time_to_come_back(client, article):
    for number in range(5):
        assert send(client, message=f"Message {number}").status_code == 303
    response = send(client, message="Message 6")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Message 6" in response.content.decode()
    assert Escalation.objects.count() == 5


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
