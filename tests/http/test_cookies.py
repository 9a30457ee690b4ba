"""Cookies belong to staff pages alone."""

from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.cache import patch_vary_headers

from troubleshooting.http.cookieless import CookielessPublic


def careless(request):
    """A view that reads a cookie, sets one and says so."""
    response = HttpResponse(f"Cookies: {sorted(request.COOKIES)}")
    response.set_cookie("session", "x")
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def ask(path, view=careless):
    return CookielessPublic(view)(RequestFactory().get(path, HTTP_COOKIE="session=old"))


def test_a_public_page_neither_gets_nor_sets_a_cookie_nor_varies_by_one():
    response = ask("/")
    assert response.content == b"Cookies: []"
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"


def test_a_public_page_that_varied_by_cookie_alone_varies_by_nothing():
    assert "Vary" not in ask("/", lambda _request: HttpResponse(headers={"Vary": "Cookie"}))


def test_a_staff_page_has_its_cookies_and_is_stored_nowhere():
    response = ask("/admin/")
    assert response.content == b"Cookies: ['session']"
    assert "session" in response.cookies
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
