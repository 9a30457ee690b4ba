"""Stored pages in front of Django, as a WSGI server meets them."""

from wsgiref.util import setup_testing_defaults

import pytest

from helpportal.wsgi import application
from tests.factories import make_article
from troubleshooting.http.pages import StoredPages

# Django closes its connection around a request; only a real transaction survives that.
pytestmark = pytest.mark.django_db(transaction=True)
URL = "/articles/error-9/"


def ask(method="GET", path=URL, app=application, **headers):
    """Status, headers and body of an answer."""
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "testserver", **headers}
    setup_testing_defaults(environ)
    answered = {}

    def start_response(status, headers, _exception=None):
        answered.update(status=status, headers=dict(headers))

    body = app(environ, start_response)
    content = b"".join(body)
    getattr(body, "close", lambda: None)()
    return answered["status"], answered["headers"], content


def django_is_not_asked(_environ, _start_response):
    raise AssertionError("Django was asked")


stored_only = StoredPages(django_is_not_asked)


def test_a_stored_page_is_the_rendered_one_without_asking_django():
    make_article()
    rendered = ask()
    assert rendered[0] == "200 OK"
    assert ask(app=stored_only) == rendered


def test_a_head_gets_the_headers_alone():
    make_article()
    _status, headers, content = ask()
    status, same, nothing = ask("HEAD", app=stored_only)
    assert (status, same, nothing) == ("200 OK", headers, b"")
    assert int(headers["Content-Length"]) == len(content)


def test_a_page_the_browser_has_is_not_sent_again():
    make_article()
    _status, headers, _content = ask()
    status, _headers, content = ask(app=stored_only, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, content) == ("304 Not Modified", b"")


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "POST"},
        {"path": "/articles/error-9/guide/"},
        {"HTTP_HOST": "elsewhere.example"},
        {"QUERY_STRING": "utm=1"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_anything_but_that_very_page_is_django_s_to_answer(changed):
    make_article()
    ask()
    with pytest.raises(AssertionError, match="Django was asked"):
        ask(app=stored_only, **changed)


def test_a_page_asked_for_through_https_is_another_than_through_http(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make_article()
    ask(HTTP_X_FORWARDED_PROTO="https")
    assert ask(app=stored_only, HTTP_X_FORWARDED_PROTO="https")[0] == "200 OK"
    with pytest.raises(AssertionError, match="Django was asked"):
        ask(app=stored_only, HTTP_X_FORWARDED_PROTO="http")
