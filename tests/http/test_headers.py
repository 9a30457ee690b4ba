"""What every response carries, and which requests are refused before anything is done for them."""

import pytest
from django.db import InterfaceError, OperationalError

from tests.factories import make_bank_article
from troubleshooting.http import slugs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/", "/articles/error-9/", "/nothing/", "/admin/login/", "/articles/error-9/contact/"])
def test_the_content_policy_is_strict_on_every_page(client, url):
    make_bank_article()
    policy = client.get(url)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pages_are_not_framed_sniffed_or_referred(client):
    response = client.get("/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("address", ["/search/?q=%00", "/?q=" + "x" * 2100])
def test_addresses_no_link_of_ours_has_are_refused_with_a_reason(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert "address" in response.content.decode()


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/", "/api/v1/search/", "/api/v1/suggest/"])
def test_a_search_may_be_as_long_as_a_pasted_message(client, path):
    assert client.get(path, {"q": "ü " * 5_000}).status_code == 200


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=a&q=b", "=", "&&&", "q=%", "q=;x", "page=x"])
def test_odd_queries_are_answered(client, query):
    assert client.get(f"/search/?{query}").status_code == 200


def test_health_pages_answer_without_a_login(client):
    assert client.get("/livez").content == b"ok\n"
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("status", "url"), [(404, "/nothing/"), (404, "/articles/nothing/"), (400, "/topics/banking/?page=0")]
)
def test_error_pages_say_what_to_do_and_are_not_stored(client, status, url):
    make_bank_article()
    response = client.get(url)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert 'action="/search/"' in response.content.decode()


@pytest.mark.parametrize("path", ["/codes/%00/", "/codes/" + "x" * 2100 + "/"])
def test_paths_no_link_of_ours_has_are_refused_too(client, path):
    assert client.get(path).status_code == 400


def test_staff_may_send_more_than_visitors(client):
    assert client.post("/admin/login/", {"username": "x" * 70_000}).status_code == 200


def test_no_method_that_changes_anything_is_open_to_other_sites(client):
    for send in (client.post, client.put, client.patch, client.delete):
        for url in ("/visits/", "/admin/login/"):
            assert send(url, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_an_origin_that_the_settings_trust_may_post(client, settings):
    settings.TRUSTED_ORIGINS = ["https://shop.example"]
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://shop.example"}
    assert client.post("/visits/", headers=headers).status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_down_is_said_with_a_time_to_come_back(client, monkeypatch, error):
    def down(_slug):
        raise error("down")

    monkeypatch.setattr(slugs, "_load", down)
    response = client.get("/articles/error-9/")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "5", "no-store")


@pytest.mark.parametrize("url", ["/articles/error-9/guide/", "/articles/error-9/guide/login/", "/codes/9/"])
def test_a_redirect_to_where_a_link_leads_may_be_kept_a_minute(client, url):
    make_bank_article()
    response = client.get(url)
    assert response.status_code == 302
    assert response["Cache-Control"].startswith("public, max-age=60")
