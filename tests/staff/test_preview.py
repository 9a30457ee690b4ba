"""The previews of the staff: of what nobody has saved yet, and of a revision by the link that others can be sent."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_article, make_bank_article, make_bank_document, make_catalog, make_document
from tests.staff.people import sign_in
from tests.visits import make_report
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, Report
from troubleshooting.publishing import save_revision

pytestmark = pytest.mark.django_db

NEW = "admin:troubleshooting_article_preview"
SCRIPT = re.compile(r"<script\b[^>]*></script>")
HEAD = re.compile(
    r'<link rel="alternate"[^>]*>|<meta (?:property|name="twitter)[^>]*>|<script type="application/ld.json">.*?</script>'
)
AROUND = re.compile(r'<section class="shelf around".*?</section>', re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical"[^>]*>')


def address(article):
    return reverse(NEW, args=[article.pk])


def visible(response):
    """What people see of a page and its article: not what the head tells machines, nor the other articles below."""
    page = AROUND.sub("", HEAD.sub("", response.content.decode()))
    lines = CANONICAL.sub("", SCRIPT.sub("", page)).splitlines()
    return [line.strip() for line in lines if line.strip()]


def test_it_is_the_public_page_of_the_same_document(client, settings):
    article = make_bank_article()
    settings.HELPED_FLOOR = 1
    make_report(article, "visit", "remap", "solved")
    public = client.get(article.get_absolute_url())
    sign_in(client, "Editors")
    text = print_document(make_bank_document())

    assert visible(client.post(address(article), {"text": text})) == visible(public)
    assert visible(client.get(address(article))) == visible(public)
    assert any("Helped 1 person" in line for line in visible(public))


def test_it_shows_the_text_that_was_sent_and_stores_nothing_of_it(client):
    article = make_article()
    sign_in(client, "Editors")

    response = client.post(address(article), {"text": print_document(make_document(title="Only seen here"))})
    assert "Only seen here" in response.content.decode()
    assert article.revisions.count() == 1
    assert "Only seen here" not in client.get(article.get_absolute_url()).content.decode()
    assert Report.objects.count() == 0


def test_a_new_article_has_one_before_it_is_saved(client):
    make_catalog()
    sign_in(client, "Editors")

    assert "What people see, in their own words" in client.get(reverse(NEW)).content.decode()
    response = client.post(reverse(NEW), {"text": print_document(make_document(title="Only seen here"))})
    assert "Only seen here" in response.content.decode()
    assert Article.objects.count() == 0


def test_it_shows_what_can_be_read_of_a_text_with_errors(client):
    article = make_article()
    sign_in(client, "Editors")

    text = print_document(make_document(title="Half written", topic="gone")) + "\n# Nonsense\n"
    assert "Half written" in client.post(address(article), {"text": text}).content.decode()


@pytest.mark.parametrize("text", ["", "no header", "---\n---\n", "\0"])
def test_of_a_text_that_is_no_article_it_says_so(client, text):
    article = make_article()
    sign_in(client, "Editors")

    response = client.post(address(article), {"text": text})
    assert response.status_code == 200
    assert "No preview yet" in response.content.decode()


def test_only_our_own_pages_may_frame_it_and_nobody_keeps_or_lists_it(client):
    article = make_article()
    sign_in(client, "Editors")

    for response in (
        client.get(address(article)),
        client.post(address(article), {"text": "x"}),
        client.get(reverse(NEW)),
    ):
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "frame-ancestors 'none'" not in policy
        assert "default-src 'none'" in policy
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"


def test_it_runs_no_script_so_that_no_report_can_come_from_it(client):
    article = make_article()
    sign_in(client, "Editors")

    assert "<script" in client.get(article.get_absolute_url()).content.decode()
    assert "<script" not in client.get(address(article)).content.decode()


def test_a_hostile_document_is_shown_as_text(client):
    article = make_article()
    sign_in(client, "Editors")

    text = print_document(
        make_document(title="<script>alert(1)</script>", summary="</title><img src=x onerror=alert(1)>")
    )
    page = client.post(address(article), {"text": text}).content.decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_it_takes_the_form_of_either_editor_and_says_what_is_wrong_with_any_other(client):
    article = make_article()
    sign_in(client, "Editors")
    text = print_document(make_document(title="By its name"))
    assert "By its name" in client.post(address(article), {"editor": "document", "text": text}).content.decode()

    answer = client.post(address(article), {"editor": "<b>none</b>", "text": text})
    assert answer.status_code == 200
    assert "No preview yet" in answer.content.decode()
    assert "&lt;b&gt;none" in answer.content.decode()


# Looking at a revision


def look(client, article, number):
    return client.get(reverse("admin:troubleshooting_article_look", args=[article.pk, number]))


def test_the_page_and_the_guide_of_a_revision_stand_in_frames_of_two_widths(client):
    article = make_bank_article()
    save_revision(document=make_bank_document(title="The draft"), article=article)
    sign_in(client, "Editors")

    page = look(client, article, 2).content.decode()
    frames = re.findall(r'<iframe src="([^"]+)"', page)
    assert len(frames) == 4
    assert len(set(frames)) == 2
    client.logout()
    assert "<h1>The draft</h1>" in client.get(frames[0]).content.decode()
    assert "Change?" in client.get(frames[2], follow=True).content.decode()


def test_the_link_to_copy_is_whole_and_says_until_when_it_is_valid(client, settings):
    settings.SITE_URL = "https://help.example.com"
    settings.PREVIEW_DAYS = 3
    article = make_article()
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        sign_in(client, "Editors")
        page = look(client, article, 1).content.decode()
        assert re.search(r'<input type="text" id="link" value="https://help.example.com/preview/[^"]+/" readonly', page)
        assert "Until March 4, 2026, noon it shows revision 1" in page


def test_an_article_in_the_trash_has_no_link(client):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(status="draft", trashed_at=timezone.now())
    sign_in(client, "Editors")
    page = look(client, article, 1).content.decode()
    assert "/preview/" not in page
    assert "Take it out of the trash" in page


def test_people_who_write_no_articles_have_no_preview_of_any(client):
    article = make_article()
    sign_in(client, "Analysts")
    assert client.get(reverse(NEW)).status_code == 403
    assert client.get(address(article)).status_code == 403
