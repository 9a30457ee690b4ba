"""manage.py link_check: what is kept of the answers, over many runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import make_article, make_catalog, make_fix, make_scenario, make_step
from tests.link_check.servers import REDIRECTS, STATUSES, running
from troubleshooting.link_check import check_again, check_links, runs
from troubleshooting.link_check.runs import Pace
from troubleshooting.models import Article, Destination, FormerSlug, Image, LinkCheck, Topic
from troubleshooting.models.freshness import Result
from troubleshooting.publishing import publish, retire, save_revision

pytestmark = pytest.mark.django_db
QUICK = Pace(between=0, each=5)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def server(settings):
    with running() as started:
        settings.LINK_CHECK_ALLOWED_HOSTS = {started.authority}
        yield started


def article_linking(*urls, **values):
    """A published article with these links, and no destination beside it."""
    text = " ".join(f"[a]({url})" for url in urls)
    article = make_article(
        scenarios=(make_scenario(fixes=(make_fix(steps=(make_step(text=text or "x"),)),)),), **values
    )
    Destination.objects.all().delete()
    return article


def results():
    return dict(LinkCheck.objects.values_list("url", "result"))


def test_every_link_gets_its_result(server):
    urls = {
        server.url("/ok"): "ok",
        server.url("/moved"): "moved",
        server.url("/gone"): "broken",
        server.url("/forbidden"): "ok",
        server.url("/to-private"): "refused",
        "http://127.0.0.1/": "refused",
        "/topics/banking/": "ok",
        "/articles/nowhere/": "broken",
    }
    article = article_linking(*urls)
    summary = check_links(pace=QUICK)
    assert results() == urls
    assert all(check.articles.get() == article for check in LinkCheck.objects.all())
    assert (summary.asked, summary.left, summary.failing) == (len(urls), 0, 2)
    assert LinkCheck.objects.get(url=server.url("/moved")).moved_to == server.url("/ok")
    assert LinkCheck.objects.get(url=server.url("/gone")).status == 404


def test_since_when_a_link_fails_is_kept_until_it_works_again(server):
    article_linking(server.url("/flaky"))
    for day, status, since in ((0, 200, None), (1, 404, 1), (2, 500, 1), (3, 200, None), (4, 404, 4)):
        STATUSES["/flaky"] = status
        with time_machine.travel(MONDAY + timedelta(days=day), tick=False):
            check_links(pace=QUICK)
        check = LinkCheck.objects.get()
        assert check.failing_since == (MONDAY + timedelta(days=since) if since else None)
        assert check.checked_at == MONDAY + timedelta(days=day)


@pytest.mark.parametrize("before", [200, 404])
def test_a_busy_server_changes_nothing_that_was_known(server, before):
    article_linking(server.url("/flaky"))
    STATUSES["/flaky"] = before
    check_links(pace=QUICK)
    known = LinkCheck.objects.get()
    STATUSES["/flaky"] = 503
    check_links(pace=QUICK)
    check = LinkCheck.objects.get()
    assert (check.result, check.failing_since, check.status) == (known.result, known.failing_since, known.status)
    assert "too busy" in check.detail


def test_a_busy_server_asked_for_the_first_time_is_not_called_broken(server):
    article_linking(server.url("/busy"))
    check_links(pace=QUICK)
    assert results() == {server.url("/busy"): "ok"}


def test_links_that_are_gone_from_the_content_are_forgotten_and_users_kept_up_to_date(server):
    kept, gone = server.url("/ok"), server.url("/gone")
    article = article_linking(kept, gone)
    check_links(pace=QUICK)
    other = article_linking(kept, slug="other", codes=())
    publish(save_revision(document=other.published_revision.document.model_copy(
        update={"slug": "error-9", "codes": ("9",), "title": "Less"}), article=article))  # fmt: skip
    check_links(pace=QUICK, older_than=timedelta(hours=1))
    assert set(LinkCheck.objects.get().articles.all()) == set(Article.objects.all())
    retire(other)
    retire(Article.objects.get(pk=article.pk))
    check_links(pace=QUICK)
    assert not LinkCheck.objects.exists()


def test_only_what_was_not_asked_lately_is_asked(server):
    article_linking(server.url("/ok"), server.url("/gone"))
    check_links(pace=QUICK)
    LinkCheck.objects.filter(url=server.url("/gone")).update(checked_at=MONDAY)
    server.asked.clear()
    summary = check_links(older_than=timedelta(hours=24), pace=QUICK)
    assert {path for _, path in server.asked} == {"/gone"}
    assert (summary.asked, sum(summary.results.values())) == (1, 2)


def test_only_the_named_addresses_are_asked_and_unknown_ones_named(server):
    article_linking(server.url("/ok"), server.url("/gone"))
    check_links(pace=QUICK)
    server.asked.clear()
    summary = check_links(urls=[server.url("/ok"), "https://nowhere.example/"], pace=QUICK)
    assert server.asked == [("HEAD", "/ok")]
    assert summary.unknown == ("https://nowhere.example/",)
    assert LinkCheck.objects.count() == 2


def test_one_link_can_be_asked_again(server):
    article_linking(server.url("/flaky"))
    STATUSES["/flaky"] = 404
    check_links(pace=QUICK)
    STATUSES["/flaky"] = 200
    check = check_again(LinkCheck.objects.get(), pace=QUICK)
    assert (check.result, check.failing_since, check.articles.count()) == (Result.OK, None, 1)


def test_a_host_is_asked_by_one_thread_at_a_time_with_a_pause_between(server, monkeypatch):
    article_linking(*(server.url(f"/page-{number}") for number in range(5)))
    waits = []

    class Recording(Event):
        def wait(self, timeout=None):
            waits.append(timeout)
            return self.is_set()

    monkeypatch.setattr(runs, "Event", Recording)
    check_links(pace=Pace(between=1))
    assert waits == [1, 1, 1, 1]
    assert len(server.asked) == 5


def test_when_the_time_is_up_the_rest_waits_for_the_next_run_and_comes_first(server):
    article_linking(*(server.url(f"/page-{number}") for number in range(5)))
    summary = check_links(pace=Pace(between=0, total=-1))
    assert (summary.asked, summary.left, LinkCheck.objects.count()) == (0, 5, 0)
    known = server.url("/page-0")
    LinkCheck.objects.create(url=known, result="ok", checked_at=MONDAY)
    check_links(pace=QUICK)
    assert server.asked[-1] == ("HEAD", "/page-0")


def test_a_second_run_changes_nothing_but_the_time(server):
    article_linking(*(server.url(path) for path in (*STATUSES, *REDIRECTS) if path != "/flaky"))
    with time_machine.travel(MONDAY, tick=False):
        check_links(pace=QUICK)
        before = list(LinkCheck.objects.values())
        check_links(pace=QUICK)
    assert list(LinkCheck.objects.values()) == before
    assert len(before) > 20


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_agree(server):
    article_linking(*(server.url(f"/page-{number}") for number in range(10)), server.url("/gone"))

    def run(_number):
        try:
            return check_links(pace=QUICK).failing
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, range(2))) == [1, 1]
    assert LinkCheck.objects.count() == 11
    assert all(check.articles.count() == 1 for check in LinkCheck.objects.all())


# Links within the portal


@pytest.mark.parametrize(
    ("path", "result"),
    [
        ("/", "ok"),
        ("/search/?q=x", "ok"),
        ("/articles/other/", "ok"),
        ("/articles/other/guide/?a=b", "ok"),
        ("/articles/former/", "moved"),
        ("/articles/retired/", "broken"),
        ("/articles/nowhere/", "broken"),
        ("/topics/banking/", "ok"),
        ("/topics/nowhere/", "broken"),
        ("/products/nowhere/", "broken"),
        ("/codes/10/", "ok"),
        ("/codes/nowhere/", "broken"),
        ("/images/nowhere.webp", "broken"),
        ("/images/there.webp", "ok"),
        ("/static/icons/favicon.svg", "ok"),
        ("/static/nowhere.svg", "broken"),
        ("/nowhere", "broken"),
    ],
)
def test_links_within_the_portal_are_looked_up_without_a_request(path, result, monkeypatch):
    monkeypatch.setattr("socket.create_connection", None)
    other = make_article(slug="other", codes=("10",))
    FormerSlug.objects.create(slug="former", article=other)
    retire(make_article(slug="retired", codes=("11",)))
    Image.objects.create(name="there.webp", content=b"", media_type="image/webp", width=1, height=1, size=0)
    LinkCheck.objects.create(url=path, result="ok", checked_at=MONDAY)
    check = check_again(LinkCheck.objects.get(), pace=QUICK)
    assert check.result == result, check.detail
    assert check.moved_to == ("/articles/other/" if result == "moved" else "")
    assert bool(check.detail) is (result != "ok")


# The command


def run(*options):
    call_command("link_check", *options)


def test_the_command_names_what_fails_and_sums_up(server, capsys):
    article_linking(server.url("/gone"), server.url("/ok"))
    run()
    out = capsys.readouterr().out
    assert f"{server.url('/gone')}: broken since " in out
    assert "The server answers 404." in out
    assert "2 asked; 2 known: 1 works, 0 moved, 1 broken, 0 no answer in time, 0 not asked" in out


def test_it_ends_well_unless_told_to_fail(server):
    article_linking(server.url("/gone"))
    with pytest.raises(CommandError, match="1 links fail"):
        run("--fail")
    Article.objects.update(status="retired")
    run("--fail")


def test_it_takes_addresses_and_an_age(server, capsys):
    article_linking(server.url("/ok"), server.url("/gone"))
    run("--url", server.url("/ok"), "--url", "https://nowhere.example/")
    said = capsys.readouterr()
    assert "1 asked" in said.out
    assert "https://nowhere.example/ stands in no published article" in said.err
    run("--older-than", "24")
    assert "1 asked; 2 known" in capsys.readouterr().out


@pytest.mark.parametrize("hours", ["-1", "nan", "1e9"])
def test_an_age_that_is_none_is_refused(hours):
    with pytest.raises(CommandError, match="hours"):
        run("--older-than", hours)


def test_it_says_when_there_was_no_time_for_all(server, capsys, monkeypatch):
    article_linking(server.url("/ok"))
    article_linking(server.url("/more"), slug="more", codes=())
    monkeypatch.setattr(runs, "monotonic", lambda: 0.0 if not server.asked else 1e9)
    run()
    assert "1 not asked for lack of time" in capsys.readouterr().out


def test_a_portal_without_links_is_fine(capsys):
    make_catalog()
    Destination.objects.all().delete()
    run("--fail")
    assert "0 asked; 0 known" in capsys.readouterr().out
    assert Topic.objects.exists()
