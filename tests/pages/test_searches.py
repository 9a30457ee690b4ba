"""What was searched and what was opened of it is counted, without a word on who searched."""

import threading
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.factories import make_article
from tests.staff.people import sign_in
from troubleshooting.documents.folding import fold_text
from troubleshooting.http import limits
from troubleshooting.http.limits import Limit
from troubleshooting.models import ContentVersion, SearchClick, SearchedQuery
from troubleshooting.models.searching import QUERY_LENGTH
from troubleshooting.searches import anonymous, forget, record_click, record_search, recording

SEEN, CLICKED = "/search/seen/", "/search/clicked/"
BROWSER = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
STRANGERS = [
    {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
    {"User-Agent": "curl/8.0"},
    {"Sec-Fetch-Site": "none-of-it"},
    {"Sec-Fetch-Site": "cross-site"},
]


def tell(client, query, headers=BROWSER, **more):
    return client.post(SEEN, {"q": query}, headers=headers, **more)


def click(client, query, article="error-9", headers=BROWSER, **more):
    return client.post(CLICKED, {"q": query, "article": article}, headers=headers, **more)


def counted():
    return dict(SearchedQuery.objects.values_list("text", "times"))


def clicks():
    return dict(SearchedQuery.objects.values_list("text", "clicks"))


@pytest.mark.django_db
def test_a_search_is_counted_with_what_it_really_found_and_the_button_without_script_is_thanked_for(client):
    make_article()
    response = tell(client, "  Flux CAPACITOR é! ")
    assert (response.status_code, response["Location"]) == (303, "/search/?missed=sent&q=Flux+CAPACITOR+%C3%A9%21")
    tell(client, "Error 9")
    found = SearchedQuery.objects.values_list("text", "day", "times", "results", "clicks")
    today = timezone.now().date()
    assert set(found) == {("flux capacitor e", today, 1, 0, 0), ("error 9", today, 1, 1, 0)}


@pytest.mark.django_db
def test_opening_a_result_counts_the_click_and_the_search_it_came_from(client):
    article = make_article()
    tell(client, "9")
    assert click(client, "9").status_code == 204
    assert (counted(), clicks()) == ({"9": 1}, {"9": 1})
    click(client, "bank err")  # a suggestion: no page of results was shown
    assert (counted()["bank err"], clicks()["bank err"]) == (1, 1)
    assert set(SearchClick.objects.values_list("searched__text", "article", "times")) == {
        ("9", article.pk, 1),
        ("bank err", article.pk, 1),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "slug"), [("9", "no-such"), ("flux", "error-9"), ("9", ""), ("", "error-9"), ("9", "\0")]
)
def test_only_a_public_article_that_the_search_offers_can_have_been_opened(client, query, slug):
    make_article()
    assert click(client, query, slug).status_code == 204
    assert not SearchedQuery.objects.exists()


@pytest.mark.django_db
def test_once_a_day_from_one_network_counts_also_with_other_personal_words(client):
    make_article()
    for query in ("9", "９ ", "9 anna@example.com"):
        tell(client, query)
        click(client, query)
    assert (counted(), clicks()) == ({"9": 1}, {"9": 1})
    tell(client, "9", REMOTE_ADDR="203.0.113.9")
    click(client, "9", REMOTE_ADDR="203.0.113.9")
    assert (counted(), clicks()) == ({"9": 2}, {"9": 2})


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "   ", "?!", "\0", "anna@example.com", "+49 30 1234567"])
def test_what_is_empty_or_personal_is_not_kept(client, query):
    assert tell(client, query).status_code == 303
    assert counted() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("headers", STRANGERS)
def test_programs_and_other_sites_are_not_counted(client, headers):
    make_article()
    assert tell(client, "flux", {**BROWSER, **headers}).status_code in (303, 403)
    assert click(client, "9", headers={**BROWSER, **headers}).status_code in (204, 403)
    assert tell(client, "flux", headers=None).status_code == 303
    assert counted() == {}


@pytest.mark.django_db
def test_staff_who_look_after_the_portal_are_not_counted(client):
    sign_in(client, "Editors")
    assert tell(client, "flux").status_code == 303
    assert counted() == {}
    client.logout()
    tell(client, "flux")
    assert counted() == {"flux": 1}


@pytest.mark.django_db
def test_beyond_the_limit_nothing_is_counted_and_the_answer_says_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(limits, "SEARCHES", Limit("searches", 2, limits.SEARCHES.window))
    assert [tell(client, f"word {name}").status_code for name in "abc"] == [303, 303, 429]
    assert click(client, "word a").status_code == 429
    assert len(counted()) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("address", [SEEN, CLICKED])
def test_looking_at_the_address_is_not_allowed_and_no_public_page_is_made_anew_for_a_post(client, address):
    make_article()
    before = ContentVersion.current()
    assert client.get(address, {"q": "9"}).status_code == 405
    assert counted() == {}
    response = client.post(address, {"q": "9", "article": "error-9"}, headers=BROWSER)
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert ContentVersion.current() == before


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    article = make_article()
    start = threading.Barrier(8)

    def search_and_open():
        start.wait()
        try:
            record_search("flux", results=3, at=timezone.now())
            record_click("flux", article=article, at=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=search_and_open) for _visitor in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(SearchedQuery.objects.values_list("times", "results", "clicks")) == [(8, 3, 8)]
    assert SearchClick.objects.get().times == 8


@pytest.mark.django_db
def test_of_too_many_texts_in_a_day_the_rarest_and_oldest_go_and_the_newest_stays(monkeypatch):
    monkeypatch.setattr(recording, "MOST_A_DAY", 3)
    now = timezone.now()
    for text in ("common", "common", "old", "newer", "newest"):
        record_search(text, results=0, at=now)
    assert counted() == {"common": 2, "newer": 1, "newest": 1}
    SearchedQuery.objects.update(times=5)
    record_search("another", results=0, at=now)
    assert "another" in counted()
    assert len(counted()) == 3
    record_search("yesterday", results=0, at=now - timedelta(days=1))
    assert len(counted()) == 4


@pytest.mark.django_db
def test_what_is_too_old_or_too_much_is_forgotten_by_the_command_that_runs_often(monkeypatch):
    article, now = make_article(), timezone.now()
    for days in (0, 399, 400, 500):
        record_search("flux", results=0, at=now - timedelta(days=days))
        record_click("flux", article=article, at=now - timedelta(days=days))
    call_command("send_outbox")
    assert [row.day for row in SearchedQuery.objects.all()] == [now.date(), (now - timedelta(days=399)).date()]
    assert SearchClick.objects.count() == 2
    monkeypatch.setattr(recording, "MOST", 1)
    assert forget(now) == 1
    assert [row.day for row in SearchedQuery.objects.all()] == [now.date()]


@pytest.mark.django_db
def test_a_day_is_one_in_utc():
    record_search("flux", results=0, at=timezone.datetime.fromisoformat("2026-03-11T00:30+01:00"))
    assert SearchedQuery.objects.get().day == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("anna@example.com cannot sign in", "cannot sign in"),
        ("@anna", ""),
        ('"anna smith"@example.com locked', "locked"),
        ("anna (at) example.com locked", "locked"),
        ("mailto:anna%40example.com", ""),
        ("locked anna @ example.com", "locked"),
        (r"CONTOSO\anna locked", "locked"),
        (r"C:\Users\Anna Smith\file.txt missing", "missing"),
        ("/home/anna/.config missing", "missing"),
        ("call 030 123 45 67 now", "call now"),
        ("+49 (30) 1234-567", ""),
        ("+49 (0) 30 / 123 45 67 busy", "busy"),
        ("06 12 34 56 78", ""),
        ("(555) 123-4567", ""),
        ("555.123.4567", ""),
        ("030–123–4567", ""),
        ("1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7", ""),
        ("٠١٢٣٤٥٦٧ called", "called"),
        ("born 13.11.2024", "born"),
        ("error on 2024-11-13", "error on"),
        ("at 2026-03-10T12:00:05Z error 324", "at error 324"),
        ("card 4111 1111 1111 1111 refused", "card refused"),
        ("DE89370400440532013000", ""),
        ("DE89 3704 0044 0532 0130 00", ""),
        ("GB29 NWBK 6016 1331 9268 19 refused", "refused"),
        ("order 12345678", "order"),
        ("customer KD1234567X", "customer"),
        ("１２３４５６７ in full width", "in full width"),
        ("550e8400-e29b-41d4-a716-446655440000 lost", "lost"),
        ("{550E8400-E29B-41D4-A716-446655440000}", ""),
        ("token deadbeef42", "token"),
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", ""),
        ("key AB1CD-EF2GH-IJ3KL-MN4OP", "key"),
        ("passport C01X00T47", "passport"),
        ("https://bank.example.com/reset?user=anna fails", "fails"),
        ("example.com/login?user=anna fails", "fails"),
        ("example.com/anna fails", "fails"),
        ("192.168.100.20 unreachable", "unreachable"),
        ("10.0.0.15:8080 unreachable", "unreachable"),
        ("fe80::1ff:fe23:4567:890a unreachable", "unreachable"),
        ("00:1A:2B:3C:4D:5E unknown", "unknown"),
        ("00-1A-2B-3C-4D-5E unknown", "unknown"),
        ("Error 324", "error 324"),
        ("0x80070005 access denied", "0x80070005 access denied"),
        ("0x80070005-denied", "0x80070005 denied"),
        ("550 5.7.64 TenantAttribution", "550 5 7 64 tenantattribution"),
        ("NU1011 beside NU1101", "nu1011 beside nu1101"),
        ("KB5034441 fails 0x80070643", "kb5034441 fails 0x80070643"),
        ("AADSTS7000215: invalid secret", "aadsts7000215 invalid secret"),
        ("CAA2000B again", "caa2000b again"),
        ("KB5034441.smith@example.com", ""),
        ("KB5034441 @ example.com locked", "locked"),
        ("KB50344411234567", ""),
        ("AB5034441 lost", "lost"),
        ("E-4012 1234567", "e 4012"),
        ("E-4012 102", "e 4012 102"),
        ("errors 102, 105, 324", "errors 102 105 324"),
        ("ERR_HTTP2_PROTOCOL_ERROR", "err http2 protocol error"),
        ("DNS_PROBE_FINISHED_NXDOMAIN", "dns probe finished nxdomain"),
        ("std::vector", "std vector"),
        ("win10x64", "win10x64"),
        ("102/105", "102 105"),
        ("a decade of facade", "a decade of facade"),
        ("Überweisung schlägt fehl", "uberweisung schlagt fehl"),
    ],
)
def test_what_may_name_a_person_is_dropped_and_what_names_the_problem_is_kept(query, kept):
    assert anonymous(query) == kept


def test_what_was_cut_loses_its_last_word_for_that_may_be_half_an_address():
    words = "x " * 95
    assert "smith" not in anonymous(words + "anna.smith@example.com")
    assert "smith" not in anonymous((words + "anna.smith@example.com")[:QUERY_LENGTH])


SAFE_END = st.text(max_size=30).map(lambda text: f"{text} ")
CODES = st.sampled_from(
    [
        "0x80070005",
        "0xC000021A",
        "550 5.7.64",
        "NU1011",
        "KB5034441",
        "AADSTS50011",
        "AADSTS7000215",
        "E-4012",
        "324",
        "error 324",
    ]
)
LOCAL = st.text("abcdefghijklmnopqrstuvwxyz.-+_", min_size=3, max_size=12).map(lambda name: f"q{name}q")
APART = st.sampled_from(["", " ", ".", "-", "/", " - ", ") ", " (0) ", "–", "\N{NO-BREAK SPACE}"])
NUMBERS = st.lists(st.integers(0, 9), min_size=7, max_size=19)


@settings(max_examples=50)
@given(SAFE_END, LOCAL, SAFE_END)
def test_no_mail_address_survives_whatever_surrounds_it(before, name, after):
    assert fold_free(name) not in anonymous(f"{before}{name}@example.com {after}")


@settings(max_examples=50)
@given(st.data(), NUMBERS, APART, st.sampled_from(["", "+", "(", "Tel. ", "#"]))
def test_no_long_number_survives_however_it_is_written(data, digits, apart, sign):
    groups = data.draw(st.integers(1, 4))
    number = apart.join("".join(map(str, digits[i : i + groups])) for i in range(0, len(digits), groups))
    if apart == "" or (apart == " " and number[:1] in "245"):
        number = "".join(map(str, digits))
    left = anonymous(f"{data.draw(st.sampled_from(['', 'call ', 'my: ']))}{sign}{number} please")
    assert sum(character.isdigit() for character in left) < 7
    assert left.endswith("please")


@settings(max_examples=50)
@given(
    st.sampled_from(["", "I see ", "oops; ", "¡"]),
    CODES,
    st.sampled_from(["", " again", " anna@example.com", "!", " 12345678"]),
)
def test_codes_survive_whatever_surrounds_them(before, code, after):
    assert f" {fold_text(code)} " in f" {anonymous(before + code + after)} "


@settings(max_examples=50)
@given(st.text(max_size=400))
@example("1\N{COMBINING ACUTE ACCENT}234567")
def test_what_is_kept_is_folded_short_and_free_of_long_numbers(query):
    text = anonymous(query)
    assert len(text) <= QUERY_LENGTH
    assert "@" not in text
    assert not any(len(word) >= 7 and word.isdecimal() for word in text.split())


def fold_free(name):
    return "".join(letter if letter.isalpha() else " " for letter in name).strip()
