"""What was searched and not found is counted, without a word on who searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_article
from tests.staff.people import sign_in
from troubleshooting import missed_searches
from troubleshooting.http import limits
from troubleshooting.http.limits import Limit
from troubleshooting.missed_searches import LENGTH, anonymous, record_missed
from troubleshooting.models import ContentVersion, MissedSearch

URL = "/search/missed/"
BROWSER = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def tell(client, query, **headers):
    return client.post(URL, {"q": query}, headers={**BROWSER, **headers})


def told():
    return dict(MissedSearch.objects.values_list("text", "count"))


@pytest.mark.django_db
def test_the_results_page_tells_of_a_search_only_when_it_found_nothing(client):
    make_article()
    nothing, something = client.get("/search/?q=flux+capacitor"), client.get("/search/?q=9")
    assert f'data-missed="{URL}"' in nothing.content.decode()
    assert "Tell us that this is missing" in nothing.content.decode()
    assert URL not in something.content.decode()
    assert URL not in client.get("/search/").content.decode()
    assert told() == {}


@pytest.mark.django_db
def test_a_search_without_result_is_counted_and_thanked_for(client):
    response = tell(client, "  Flux CAPACITOR é! ")
    assert (response.status_code, response["Location"]) == (303, "/search/?missed=sent&q=Flux+CAPACITOR+%C3%A9%21")
    assert told() == {"flux capacitor e": 1}
    page = client.get(response["Location"]).content.decode()
    assert "Thank you." in page
    assert URL not in page


@pytest.mark.django_db
def test_once_a_day_from_one_network_counts(client):
    tell(client, "flux")
    tell(client, "FLUX ")
    assert told() == {"flux": 1}
    client.post(URL, {"q": "flux"}, headers=BROWSER, REMOTE_ADDR="203.0.113.9")
    assert told() == {"flux": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["9", "Bank error", "", "   ", "anna@example.com", "+49 30 1234567"])
def test_what_is_found_empty_or_personal_is_not_kept(client, query):
    make_article()
    assert tell(client, query).status_code == 303
    assert told() == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.0"},
        {"Sec-Fetch-Site": "none-of-it"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_programs_and_other_sites_are_not_counted(client, headers):
    assert tell(client, "flux", **headers).status_code in (303, 403)
    assert told() == {}


@pytest.mark.django_db
def test_a_client_that_shows_no_sign_of_our_page_is_not_counted(client):
    assert client.post(URL, {"q": "flux"}).status_code == 303
    assert told() == {}


@pytest.mark.django_db
def test_staff_who_look_after_the_portal_are_not_counted(client):
    sign_in(client, "Editors")
    assert tell(client, "flux").status_code == 303
    assert told() == {}
    client.logout()
    tell(client, "flux")
    assert told() == {"flux": 1}


@pytest.mark.django_db
def test_beyond_the_limit_nothing_is_counted_and_the_answer_says_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(limits, "MISSED", Limit("missed", 2, limits.MISSED.window))
    assert [tell(client, f"word {n}").status_code for n in range(3)] == [303, 303, 429]
    assert len(told()) == 2


@pytest.mark.django_db
def test_looking_at_the_address_is_not_allowed_and_writes_nothing(client):
    assert client.get(URL, {"q": "flux"}).status_code == 405
    assert told() == {}


@pytest.mark.django_db
def test_no_public_page_is_made_anew_for_it(client):
    before = ContentVersion.current()
    tell(client, "flux")
    assert ContentVersion.current() == before


@pytest.mark.django_db
def test_of_too_many_texts_the_rarest_and_oldest_go_and_the_newest_stays(monkeypatch):
    monkeypatch.setattr(missed_searches, "MOST_TEXTS", 3)
    for minute, text in enumerate(["common", "common", "old", "newer", "newest"]):
        record_missed(text, at=f"2026-03-10T12:0{minute}Z")
    assert told() == {"common": 2, "newer": 1, "newest": 1}
    MissedSearch.objects.update(count=5)
    record_missed("another", at="2026-03-10T13:00Z")
    assert "another" in told()
    assert len(told()) == 3


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("anna@example.com cannot sign in", "cannot sign in"),
        ("@anna", ""),
        ("call 030 123 45 67 now", "call now"),
        ("+49 (30) 1234-567", ""),
        ("born 13.11.2024", "born"),
        ("card 4111 1111 1111 1111 refused", "card refused"),
        ("DE89370400440532013000", ""),
        ("order 12345678", "order"),
        ("１２３４５６７ in full width", "in full width"),
        ("550e8400-e29b-41d4-a716-446655440000 lost", "lost"),
        ("token deadbeef42", "token"),
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", ""),
        ("https://bank.example.com/reset?user=anna fails", "fails"),
        ("example.com/login?user=anna fails", "fails"),
        ("192.168.100.20 unreachable", "unreachable"),
        ("Error 324", "error 324"),
        ("0x80070005 access denied", "0x80070005 access denied"),
        ("DNS_PROBE_FINISHED_NXDOMAIN", "dns probe finished nxdomain"),
        ("102/105", "102 105"),
        ("a decade of facade", "a decade of facade"),
        ("Überweisung schlägt fehl", "uberweisung schlagt fehl"),
    ],
)
def test_what_may_name_a_person_is_dropped_and_what_names_the_problem_is_kept(query, kept):
    assert anonymous(query) == kept


@given(st.text(max_size=400))
def test_what_is_kept_is_folded_short_and_free_of_addresses_and_long_numbers(query):
    text = anonymous(query)
    assert len(text) <= LENGTH
    assert "@" not in text
    assert not any(len(word) >= 7 and word.isdecimal() for word in text.split())
