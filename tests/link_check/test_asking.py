"""One address asked: what each answer of a real server becomes, and what the portal never connects to."""

import socket
import ssl
import threading

import pytest

from tests.link_check.servers import running, secured, silent
from troubleshooting.link_check.asking import Asker
from troubleshooting.link_check.wire import MAX_BYTES
from troubleshooting.models.freshness import Result

SOON = 0.4


@pytest.fixture(scope="module")
def server():
    with running() as started:
        yield started


@pytest.fixture(autouse=True)
def _forget_what_was_asked(server):
    server.asked.clear()
    server.headers_seen.clear()
    server.poured = 0


def ask(server, path, *, seconds=5.0):
    return Asker("Portal/1 (+http://testserver)", {server.authority}, seconds).outcome(server.url(path))


@pytest.mark.parametrize(
    ("path", "result", "status"),
    [
        ("/ok", Result.OK, 200),
        ("/gone", Result.BROKEN, 404),
        ("/gone-for-good", Result.BROKEN, 410),
        ("/fault", Result.BROKEN, 500),
        ("/gateway", Result.BROKEN, 502),
        ("/busy", None, 429),
        ("/away", None, 503),
        ("/sign-in", Result.OK, 401),
        ("/forbidden", Result.OK, 403),
        ("/teapot", Result.OK, 418),
        ("/found", Result.OK, 200),
        ("/other", Result.OK, 200),
        ("/kept", Result.OK, 200),
        ("/hop-5", Result.OK, 200),
        ("/moved-to-nothing", Result.BROKEN, 404),
        ("/to-nowhere", Result.OK, 302),
    ],
)
def test_what_the_server_answers_becomes_a_result(server, path, result, status):
    outcome = ask(server, path)
    assert (outcome.result, outcome.status, outcome.moved_to) == (result, status, "")
    assert bool(outcome.detail) is (outcome.result is not Result.OK or status >= 400)


@pytest.mark.parametrize(
    ("path", "moved_to"),
    [
        ("/moved", "/ok"),
        ("/moved-308", "/ok"),
        ("/moved-twice", "/ok"),
        ("/moved-then-found", "/found"),
        ("/to-letters", "/größe ok"),
    ],
)
def test_what_moved_for_good_is_reported_with_the_address_to_write_instead(server, path, moved_to):
    outcome = ask(server, path)
    assert (outcome.result, outcome.moved_to) == (Result.MOVED, server.url(moved_to))


def test_what_follows_a_passing_redirect_is_not_for_editors(server):
    assert ask(server, "/found-then-moved").result == Result.OK


@pytest.mark.parametrize("path", ["/loop", "/hop-6"])
def test_more_than_five_redirects_are_too_many(server, path):
    outcome = ask(server, path)
    assert (outcome.result, outcome.status) == (Result.BROKEN, 302)
    assert "more than 5 times" in outcome.detail
    assert len(server.asked) == 6


def test_a_link_is_asked_once_by_head_and_says_who_asks(server):
    ask(server, "/ok?a=b c&d=é")
    assert server.asked == [("HEAD", "/ok?a=b%20c&d=%C3%A9")]
    headers = server.headers_seen[0]
    assert headers["User-Agent"] == "Portal/1 (+http://testserver)"
    assert headers["Host"] == server.authority
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize("path", ["/no-head", "/blind-head", "/drops-head"])
def test_a_server_that_does_not_answer_head_rightly_is_asked_by_get(server, path):
    assert ask(server, path).result == Result.OK
    assert server.asked == [("HEAD", path), ("GET", path)]


def test_a_busy_server_is_not_asked_twice(server):
    ask(server, "/busy")
    assert len(server.asked) == 1


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_server_that_takes_too_long_is_a_timeout_however_it_does_it(server, path):
    outcome = ask(server, path, seconds=SOON)
    assert (outcome.result, outcome.status) == (Result.TIMEOUT, None)


def test_a_server_that_never_says_a_word_is_a_timeout(server):
    with silent() as port:
        outcome = Asker("x", {f"localhost:{port}"}, SOON).outcome(f"http://localhost:{port}/")
        assert outcome.result == Result.TIMEOUT
        outcome = Asker("x", {f"localhost:{port}"}, SOON).outcome(f"https://localhost:{port}/")
        assert outcome.result == Result.TIMEOUT


def test_a_huge_body_is_not_read(server):
    assert ask(server, "/huge").result == Result.OK
    # What the two kernels hold between them, far from the terabyte that was announced.
    assert server.poured < 64 * 1024 * 1024


@pytest.mark.parametrize("path", ["/huge-headers", "/early-hints", "/garbage", "/to-broken"])
def test_what_is_no_sound_answer_is_broken(server, path):
    outcome = ask(server, path)
    assert outcome.result == Result.BROKEN
    assert MAX_BYTES < 1024 * 1024


def test_nobody_at_the_port_is_broken(server):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    outcome = Asker("x", {f"localhost:{port}"}).outcome(f"http://localhost:{port}/")
    assert outcome.result == Result.BROKEN


# What is never asked


@pytest.mark.parametrize("path", ["/to-private", "/to-metadata", "/to-file", "/to-port", "/to-credentials"])
def test_a_redirect_does_not_lead_to_what_a_link_may_not_lead_to(server, path):
    outcome = ask(server, path)
    assert outcome.result == Result.REFUSED
    assert server.asked == [("HEAD", path)]


@pytest.fixture
def no_connection(monkeypatch):
    """Fails the test as soon as a socket is opened; says where to."""
    opened = []

    def refuse(address, *_arguments, **_options):
        opened.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return opened


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST.", "127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1%25lo]", "169.254.169.254", "10.0.0.1", "192.168.1.1",
        "100.64.0.1", "[fd00::1]", "[2002:7f00:1::]", "①②⑦.0.0.1",
    ],
)  # fmt: skip
def test_no_way_of_writing_a_private_address_is_asked(no_connection, host):
    outcome = Asker("x").outcome(f"http://{host}/")
    assert outcome.result in {Result.REFUSED, Result.BROKEN, None}
    assert no_connection == []


def resolving(monkeypatch, *answers):
    """A resolver that says another thing each time."""
    asked = []

    def resolve(host, port, *_arguments, **_options):
        asked.append(host)
        answer = answers[min(len(asked), len(answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_that_leads_elsewhere_the_second_time_is_resolved_once(monkeypatch, no_connection):
    asked = resolving(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    assert Asker("x").outcome("http://rebind.example/").result == Result.BROKEN
    assert (asked, no_connection) == (["rebind.example"], [("93.184.216.34", 80)])


def test_a_name_that_leads_to_a_private_address_too_is_not_asked(monkeypatch, no_connection):
    resolving(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    assert Asker("x").outcome("http://mixed.example/").result == Result.REFUSED
    assert no_connection == []


def test_each_address_of_a_name_is_tried(monkeypatch, no_connection):
    resolving(monkeypatch, ["93.184.216.34", "93.184.216.35", "93.184.216.34"])
    assert Asker("x").outcome("https://two.example/").result == Result.BROKEN
    assert no_connection == [("93.184.216.34", 443), ("93.184.216.35", 443)]


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Result.BROKEN),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), None),
        (UnicodeError("label too long"), Result.BROKEN),
    ],
)
def test_a_name_nobody_knows_is_broken_and_a_silent_resolver_says_nothing(monkeypatch, error, result):
    resolving(monkeypatch, error)
    assert Asker("x").outcome("http://nowhere.example/").result == result


def test_a_machine_without_network_calls_no_link_broken(monkeypatch):
    resolving(monkeypatch, ["93.184.216.34"])

    def unreachable(*_arguments, **_options):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    assert Asker("x").outcome("http://away.example/").result is None


def test_a_resolver_that_hangs_is_a_timeout(monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_o: released.wait(10) and [])
    try:
        assert Asker("x", seconds=SOON).outcome("http://slow.example/").result == Result.TIMEOUT
    finally:
        released.set()


# TLS


def test_a_certificate_nobody_vouches_for_is_broken(tmp_path):
    with running(secured(tmp_path, "localhost")) as server:
        outcome = ask(server, "/ok")
    assert outcome.result == Result.BROKEN
    assert "The connection is not secure" in outcome.detail
    assert server.asked == []


def test_a_certificate_for_the_host_s_name_is_fine_and_one_for_another_is_not(tmp_path, monkeypatch):
    with running(secured(tmp_path, "localhost")) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        assert ask(server, "/ok").result == Result.OK
        assert ask(server, "/moved").moved_to == server.url("/ok")
        server.authority = f"127.0.0.1:{server.server_port}"
        outcome = ask(server, "/ok")
    assert outcome.result == Result.BROKEN
    assert "IP address mismatch" in outcome.detail


def test_a_server_that_speaks_no_tls_is_broken(server):
    outcome = Asker("x", {server.authority}).outcome(f"https://{server.authority}/ok")
    assert outcome.result == Result.BROKEN
    assert ssl.OPENSSL_VERSION
