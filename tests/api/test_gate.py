"""What holds for every address of the API: reading only, cached as pages are, shared as the settings say, at a rate."""

import gzip
from urllib.parse import quote

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpportal.settings import MIDDLEWARE
from tests.factories import make_article, make_bank_article, make_document
from troubleshooting.http import limits, pages, slugs, store
from troubleshooting.models import RateWindow
from troubleshooting.publishing import publish, save_revision

pytestmark = pytest.mark.django_db
URL = "/api/v1/articles/error-9/"
EVERY = [
    "/api/v1/",
    "/api/v1/openapi.json",
    "/api/v1/articles/",
    URL,
    f"{URL}guide/",
    f"{URL}guide/moved/?change=moved",
    "/api/v1/search/?q=bank",
    "/api/v1/suggest/?q=bank",
    "/api/v1/codes/9/",
    "/api/v1/topics/",
    "/api/v1/products/",
]
SHOP, BANK = "https://shop.example", "https://bank.example"


@pytest.mark.parametrize("url", EVERY)
def test_an_answer_is_kept_like_a_page(client, url, django_assert_num_queries):
    make_bank_article()
    first = client.get(url)
    assert first.status_code == 200
    assert first["Content-Type"].startswith("application/json")
    assert first["Cache-Control"] == pages.CACHE_CONTROL
    assert first["Vary"] == "Accept-Encoding"
    with django_assert_num_queries(0):
        assert client.get(url).content == first.content
    unchanged = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
    head = client.head(url)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == first.content


@pytest.mark.parametrize("headers", [{"Cookie": "sessionid=x; csrftoken=y"}, {"Origin": SHOP}, {"Accept": "text/html"}])
def test_whoever_asks_gets_the_same_bytes_and_no_cookie(client, headers):
    make_bank_article()
    plain = client.get(URL)
    store.clock.reset()
    asked = client.get(URL, headers=headers)
    assert (asked.content, asked["ETag"], asked["Vary"]) == (plain.content, plain["ETag"], "Accept-Encoding")
    assert "Set-Cookie" not in asked


def test_a_publishing_changes_the_answer_and_its_etag(client, monkeypatch):
    article = make_article(title="Old title")
    before = client.get(URL)
    publish(save_revision(document=make_document(title="New title"), article=article))
    monkeypatch.setattr(store, "VERSION_CHECK_SECONDS", 0)
    after = client.get(URL, headers={"If-None-Match": before["ETag"]})
    assert (after.status_code, after.json()["title"]) == (200, "New title")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("url", [*EVERY, "/api/", "/api/v1/nothing/"])
def test_nothing_is_open_to_a_method_that_writes(client, method, url):
    response = getattr(client, method)(url, headers={"Sec-Fetch-Site": "cross-site"})
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/", 404),
        ("/api/v1/nothing/", 404),
        ("/api/v2/articles/", 404),
        ("/api/v1/codes/a/b/", 404),
        ("/api/v1/search/?q=%00", 400),
        ("/api/v1/codes/%00/", 400),
        ("/api/v1/articles/?code=" + "x" * 2100, 400),
        ("/api/v1/search/", 422),
    ],
)
def test_every_error_is_a_problem_that_says_what_to_do(client, url, status):
    response = client.get(url)
    told = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert (told["type"], told["status"], bool(told["title"]), len(told["detail"]) > 10) == (
        "about:blank",
        status,
        True,
        True,
    )
    assert response["Cache-Control"] == "no-store"


def test_a_host_that_is_not_ours_is_told_as_a_problem_too(client):
    response = client.get("/api/v1/topics/", headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_a_database_that_is_down_is_a_problem_with_a_time_to_come_back(client, monkeypatch):
    def down(_slug):
        raise OperationalError("down")

    monkeypatch.setattr(slugs, "_load", down)
    response = client.get(URL)
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"] == "5"


def test_a_fault_of_ours_is_a_problem_without_its_details(client, monkeypatch):
    def broken(_slug):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(slugs, "_load", broken)
    client.raise_request_exception = False
    response = client.get(URL)
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in response.content.decode()


NAMES = ["q", "product", "topic", "code", "cursor", "changed_since", "limit", "page", "tried", "change"]
PLACES = ["articles/", "search/", "suggest/", "articles/error-9/guide/change/", "codes/{}/", "articles/{}/", "{}"]


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.sampled_from(NAMES), st.sampled_from(PLACES))
def test_any_text_in_any_place_is_answered_without_a_fault(client, text, name, place):
    response = client.get(f"/api/v1/{place.format(quote(text))}", {name: text})
    assert response.status_code in {200, 301, 400, 404, 422}


def test_no_other_origin_may_read_unless_the_settings_say_so(client):
    response = client.options(URL, headers={"Origin": SHOP, "Access-Control-Request-Method": "GET"})
    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")
    for each in (response, client.get("/api/v1/topics/", headers={"Origin": SHOP})):
        assert not [name for name in each.headers if name.startswith("Access-Control")]


def test_every_origin_may_read_the_same_bytes_where_all_are_allowed(client, settings):
    settings.API_ALLOWED_ORIGINS = ["*"]
    make_bank_article()
    for url in (URL, "/api/v1/articles/nothing/"):
        for headers in ({}, {"Origin": SHOP}):
            response = client.get(url, headers=headers)
            assert response["Access-Control-Allow-Origin"] == "*"
            assert "Origin" not in response.get("Vary", "")
            assert "Access-Control-Allow-Credentials" not in response


def test_listed_origins_each_read_their_own_answer_also_from_the_store(client, settings):
    settings.API_ALLOWED_ORIGINS = [SHOP, BANK]
    make_bank_article()
    for _time in range(2):
        for origin, allowed in ((SHOP, SHOP), (BANK, BANK), ("https://evil.example", None), (None, None)):
            response = client.get(URL, headers={"Origin": origin} if origin else {})
            assert response.headers.get("Access-Control-Allow-Origin") == allowed
            assert response["Vary"] == "Origin, Accept-Encoding"


def test_origins_that_are_not_allowed_fill_no_memory(client, settings):
    settings.API_ALLOWED_ORIGINS = [SHOP, BANK]
    make_bank_article()
    client.get(URL)
    stored = len(pages.pages)
    for number in range(5):
        client.get(URL, headers={"Origin": f"https://{number}.example"})
    assert len(pages.pages) == stored


def test_a_preflight_allows_reading_with_any_header(client, settings):
    settings.API_ALLOWED_ORIGINS = [SHOP]
    headers = {"Origin": SHOP, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-any"}
    response = client.options(URL, headers=headers)
    assert response["Access-Control-Allow-Origin"] == SHOP
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "*"


def test_pages_for_people_are_shared_with_nobody(client, settings):
    settings.API_ALLOWED_ORIGINS = ["*"]
    make_bank_article()
    assert "Access-Control-Allow-Origin" not in client.get("/articles/error-9/", headers={"Origin": SHOP})


def test_over_the_rate_a_network_waits_and_others_do_not(client, settings):
    settings.API_RATE = 3
    answers = [client.get(f"/api/v1/codes/{number}/", REMOTE_ADDR=f"198.51.100.{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert (answers[3]["Content-Type"], 0 < int(answers[3]["Retry-After"]) <= 60) == ("application/problem+json", True)
    assert client.get("/api/v1/codes/1/", REMOTE_ADDR="203.0.113.1").status_code == 404


def test_what_the_store_answers_is_not_counted(client, settings):
    settings.API_RATE = 1
    make_bank_article()
    assert [client.get(URL).status_code for _time in range(5)] == [200] * 5
    assert client.get("/api/v1/topics/").status_code == 429


def test_counting_a_read_writes_nothing_to_the_database(rf, settings, django_assert_num_queries):
    settings.API_RATE = 5
    with django_assert_num_queries(0):
        assert limits.within(limits.reading(), rf.get("/api/v1/topics/"))
    assert not RateWindow.objects.exists()


def test_the_gate_stands_inside_the_store_and_before_anything_that_knows_people():
    gate = MIDDLEWARE.index("troubleshooting.http.gate.ApiGate")
    assert MIDDLEWARE.index("troubleshooting.http.pages.PageCache") < gate
    assert gate < MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware")
