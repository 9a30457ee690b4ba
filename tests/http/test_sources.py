"""Where a request is from: spoof-proof, coarse, forgotten by tomorrow."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from time_machine import travel

from troubleshooting.http import limits
from troubleshooting.http.limits import Limit, forget_expired, within
from troubleshooting.http.source import client_address, network, source_hash
from troubleshooting.models import RateWindow


def request(forwarded="", address="203.0.113.7"):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "", "203.0.113.7"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "10.0.0.1", "203.0.113.7"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(request(forwarded)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("203.0.113.7", "203.0.113.0/24"), ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"), ("unix:", "unix:")],
)
def test_an_address_is_blurred_to_its_network(address, expected):
    assert network(address) == expected


def test_a_source_is_another_tomorrow():
    today = source_hash(request())
    assert today == source_hash(request(address="203.0.113.99"))
    with travel(timezone.now() + timedelta(days=1), tick=False):
        assert source_hash(request()) != today


@pytest.mark.django_db
def test_a_limit_counts_each_source_for_itself_and_ends_with_its_window():
    limit = Limit("test", 2, timedelta(hours=1))
    with travel("2026-01-01T12:10Z", tick=False):
        assert [within(limit, request()) for _time in range(3)] == [True, True, False]
        assert within(limit, request(address="198.51.100.1"))
    with travel("2026-01-01T13:00Z", tick=False):
        assert within(limit, request())


@pytest.mark.django_db
def test_a_limiter_that_cannot_count_lets_visitors_pass(monkeypatch):
    def broken(*_arguments):
        raise ConnectionError("down")

    monkeypatch.setattr(limits, "_count_in_database", broken)
    monkeypatch.setattr(limits, "_count_in_cache", broken)
    assert within(Limit("test", 0, timedelta(hours=1)), request())


@pytest.mark.django_db
def test_windows_that_are_over_are_forgotten(settings):
    settings.REDIS_URL = ""
    limit = Limit("test", 2, timedelta(hours=1))
    with travel("2026-01-01T12:10Z", tick=False):
        within(limit, request())
    assert forget_expired() == 1
    assert not RateWindow.objects.exists()


@pytest.mark.django_db
def test_a_window_that_still_runs_is_kept(settings):
    settings.REDIS_URL = ""
    with travel("2026-01-01T12:10Z", tick=False):
        within(Limit("test", 2, timedelta(hours=1)), request())
        assert forget_expired() == 0


@pytest.mark.django_db
def test_each_limit_counts_for_itself():
    one, other = (Limit(name, 1, timedelta(hours=1)) for name in ("one", "other"))
    with travel("2026-01-01T12:10Z", tick=False):
        assert [within(one, request()), within(other, request()), within(one, request())] == [True, True, False]


def test_a_limit_counts_the_same_in_the_shared_cache(settings):
    settings.REDIS_URL = settings.REDIS_URL or "redis://counted-in-the-cache-of-the-tests"
    limit = Limit("test", 2, timedelta(hours=1))
    with travel("2026-01-01T12:10Z", tick=False):
        assert [within(limit, request()) for _time in range(3)] == [True, True, False]
