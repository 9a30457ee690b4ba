"""What every response carries, and which requests are refused before anything is done for them."""

import pytest

from tests.factories import make_bank_article

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


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 2100])
def test_addresses_no_link_of_ours_has_are_refused_with_a_reason(client, query):
    response = client.get(f"/search/?{query}")
    assert response.status_code == 400
    assert "address" in response.content.decode()


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
