"""Preview links: the public pages of one revision, for whoever has the link, as long as it is valid."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from tests.factories import make_article, make_bank_article, make_bank_document, make_document, make_scenario
from tests.staff.queries import count_queries
from tests.visits import make_report
from troubleshooting.models import Article, Escalation, Report
from troubleshooting.publishing import publish, save_revision
from troubleshooting.views.preview import drafts, preview_path

pytestmark = pytest.mark.django_db

BANNER = re.compile(r'<aside class="preview".*?</aside>\s*', re.DOTALL)
MACHINES = re.compile(r'<link rel="alternate".*</script>\s*(?=<link rel="search")', re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical"[^>]*>')
ROBOTS = '<meta name="robots" content="noindex">'


def make_draft(document=None, article=None):
    return save_revision(
        document=document or make_bank_document(title="The draft"), article=article or make_bank_article()
    )


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def public_form(page, link, article):
    """What the page would be without its banner, its address, what keeps it out of indexes and what only machines read."""
    page = BANNER.sub("", page).replace(link, article.get_absolute_url()).replace('value="preview"', 'value=""')
    page = MACHINES.sub("", CANONICAL.sub("", page).replace(ROBOTS, ""))
    return [line.strip() for line in page.splitlines() if line.strip()]


PATHS = ["", "guide/change/", "guide/moved/?change=moved", "guide/?change=unsure&sign-in=unsure", "reports/?fix=drop", "contact/?change=moved&tried=remap"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_the_public_page_of_the_same_document_but_for_a_banner(client, path):
    article = make_bank_article()
    link = preview_path(article.published_revision)

    public = client.get(article.get_absolute_url() + path, follow=True).content.decode()
    preview = text_of(client.get(link + path, follow=True))
    assert "Preview of revision 1, which is public." in preview
    assert public_form(preview, link, article) == public_form(public, link, article)
    assert f'href="{article.get_absolute_url()}' not in preview


def test_it_shows_a_draft_while_visitors_see_the_public_revision(client):
    article = make_bank_article()
    link = preview_path(make_draft(article=article))

    page = text_of(client.get(link))
    assert "Preview of revision 2, not public." in page
    assert "<h1>The draft</h1>" in page
    assert "The draft" not in text_of(client.get(article.get_absolute_url()))


def test_it_shows_an_article_that_was_never_public(client):
    make_article()
    revision = save_revision(document=make_document(title="Never public", slug="never-public"))
    assert client.get("/articles/never-public/").status_code == 404
    assert "<h1>Never public</h1>" in text_of(client.get(preview_path(revision)))


def test_a_draft_with_another_slug_is_walked_below_the_link(client):
    link = preview_path(make_draft(make_bank_document(slug="another-slug")))
    assert client.get(f"{link}guide/")["Location"] == f"{link}guide/change/"
    page = text_of(client.get(f"{link}guide/change/"))
    assert f'href="{link}guide/moved/?change=moved"' in page
    assert "/articles/another-slug/" not in page.replace("data-article", "")


def test_links_in_the_text_to_the_article_itself_stay_below_the_link_and_others_do_not(client):
    document = make_document(body=({"kind": "text", "markdown": "[here](/articles/error-9/guide/) [there](/articles/error-99/) [home](/)"},))  # fmt: skip
    link = preview_path(make_draft(document, make_article()))
    page = text_of(client.get(link))
    assert f'<a href="{link}guide/">here</a>' in page
    assert '<a href="/articles/error-99/">there</a>' in page


# The walk


def report(client, link, **fields):
    return client.post(f"{link}reports/", {"revision": "2", "verdict": "not-solved", "visit": "preview", **fields})


def test_a_word_that_it_did_not_help_leads_on_and_nothing_is_recorded(client):
    link = preview_path(make_draft())
    answer = report(client, link, scenario="moved", fix="remap", change="moved")
    assert answer.status_code == 303
    assert answer["Location"] == f"{link}guide/moved/?change=moved&tried=remap"
    assert "readd" in text_of(client.get(answer["Location"]))
    assert Report.objects.count() == 0


def test_a_word_that_it_helped_leads_to_the_end(client):
    link = preview_path(make_draft())
    answer = report(client, link, scenario="closed", fix="drop", verdict="solved")
    assert (answer.status_code, answer["Location"]) == (303, f"{link}reports/?fix=drop")
    assert "Good to hear" in text_of(client.get(answer["Location"]))
    assert Report.objects.count() == 0


@pytest.mark.parametrize("fields", [{}, {"scenario": "moved", "fix": "none"}, {"scenario": "moved", "fix": "remap", "revision": "77"}])  # fmt: skip
def test_a_word_on_nothing_is_refused_as_on_the_public_page(client, fields):
    assert report(client, preview_path(make_draft()), **fields).status_code == 400


def test_a_message_is_checked_but_not_sent(client, mailoutbox):
    link = preview_path(make_draft())
    form = {"message": "It is broken.", "name": "Ada", "email": "ada@example.org", "visit": "preview"}
    refused = client.post(f"{link}contact/", {**form, "email": "no"})
    assert refused.status_code == 400
    assert "Preview of revision 2" in refused.content.decode()

    page = text_of(client.post(f"{link}contact/", form))
    assert "Nothing was sent" in page
    assert f'href="{link}"' in page
    assert (Escalation.objects.count(), mailoutbox) == (0, [])


def test_its_forms_hold_a_visit_so_that_the_script_asks_for_none(client):
    link = preview_path(make_draft())
    for path in ("", "guide/moved/?change=moved", "contact/"):
        page = text_of(client.get(link + path))
        assert 'name="visit" value=""' not in page
        assert 'name="visit" value="preview"' in page


# Who gets it, and for how long


def test_a_link_ends_after_some_days_and_says_what_to_do(client, settings):
    settings.PREVIEW_DAYS = 2
    revision = make_draft()
    link = preview_path(revision)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1, hours=23)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(days=2, minutes=1)):
        answer = client.get(link)
        assert answer.status_code == 410
        assert "Ask the person who sent it to you for a new one" in answer.content.decode()
        assert client.post(f"{link}reports/").status_code == 410
        assert client.get(preview_path(revision)).status_code == 200


def test_the_banner_names_the_day_on_which_the_link_ends(client):
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        link = preview_path(make_draft())
    with time_machine.travel(dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)):
        assert "Until March 8, 2026, noon this link" in text_of(client.get(link))


@pytest.mark.parametrize("change", ["x", ".x", "1.2.3", "%00"])
def test_a_link_that_was_tampered_with_shows_nothing(client, change):
    link = preview_path(make_draft()).removesuffix("/")
    for wrong in (f"{link}{change}/", f"/preview/{change}/", link.replace("/preview/", "/preview/1") + "/"):
        answer = client.get(wrong)
        assert answer.status_code in (400, 404)
        assert "The draft" not in answer.content.decode()


def test_a_link_shows_the_revision_it_was_made_for_and_no_later_one(client):
    article = make_bank_article()
    link = preview_path(make_draft(article=article))
    later = make_draft(make_bank_document(title="Later"), article)
    publish(later)
    assert "<h1>The draft</h1>" in text_of(client.get(link))


def test_links_of_an_article_in_the_trash_show_nothing_at_once(client):
    revision = make_draft(make_document(slug="gone", title="Gone"))
    Article.objects.filter(status="published").update(status="draft")
    link = preview_path(revision)
    assert client.get(link).status_code == 200
    Article.objects.filter(pk=revision.article_id).update(trashed_at=timezone.now(), status="draft")
    answer = client.get(link)
    assert answer.status_code == 404
    assert "in the trash" in answer.content.decode()


# What keeps it private


@pytest.mark.parametrize("path", ["", "guide/change/", "guide/", "contact/", "reports/"])
def test_nobody_keeps_lists_or_frames_it(client, path):
    link = preview_path(make_draft())
    client.cookies["session"] = "x"
    for answer in (client.get(link + path), client.head(link + path)):
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "ETag" not in answer
        assert not answer.cookies
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["", "guide/change/", "contact/", "reports/?fix=drop"])
def test_every_page_asks_not_to_be_listed_once_and_has_no_canonical_address(client, path):
    page = text_of(client.get(preview_path(make_draft()) + path))
    assert page.count(ROBOTS) == 1
    assert 'rel="canonical"' not in page


def test_public_pages_are_framed_by_nobody_still(client):
    article = make_bank_article()
    client.get(preview_path(article.published_revision))
    assert client.get(article.get_absolute_url())["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["", "guide/", "guide/change/"])
def test_only_forms_can_be_posted_to(client, path):
    assert client.post(preview_path(make_draft()) + path).status_code == 405


def test_a_node_that_is_not_in_the_draft_is_404(client):
    assert client.get(f"{preview_path(make_draft())}guide/nothing/").status_code == 404


def test_another_site_cannot_post_to_it(client):
    link = preview_path(make_draft())
    answer = client.post(f"{link}reports/", {}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


# Cost


def test_it_takes_as_many_queries_for_five_scenarios_as_for_one_and_few_when_known(client):
    article = make_article()
    drafts_ = [
        make_draft(make_document(scenarios=[make_scenario(f"s-{n}") for n in range(count)]), article)
        for count in (1, 5)
    ]
    links = [preview_path(draft) for draft in drafts_]
    client.get(article.get_absolute_url())  # the search has read its statistics
    costs = [count_queries(lambda link=link: client.get(link)) for link in links]
    assert costs[0] == costs[1] <= 15
    assert count_queries(lambda: client.get(f"{preview_path(drafts_[0])}contact/")) <= 2
    assert len(drafts) >= 2


def test_it_says_how_many_the_real_article_has_helped(client, settings):
    settings.HELPED_FLOOR = 1
    article = make_bank_article()
    make_report(article, "visit", "remap", "solved")
    assert "Helped 1 person" in text_of(client.get(preview_path(make_draft(article=article))))
