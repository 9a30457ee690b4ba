"""The document editor: nothing typed is lost, and every problem names its line."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_article, make_bank_document, make_catalog, make_document, make_scenario
from tests.staff.editing import page_address, send, text_of, typed
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.admin.skeleton import new_text
from troubleshooting.documents.lint import check
from troubleshooting.documents.markdown import parse
from troubleshooting.models import Article
from troubleshooting.publishing import current_catalog, save_revision

pytestmark = pytest.mark.django_db


def page_of(client, article):
    return client.get(page_address("document", article))


def test_the_newest_revision_is_what_is_edited(client):
    article = make_article()
    save_revision(document=make_document(title="Newer"), article=article)
    sign_in(client, "Editors")

    response = page_of(client, article)
    assert typed(response) == text_of(title="Newer")
    assert 'name="based_on" value="2"' in response.content.decode()


def test_a_text_that_cannot_be_read_comes_back_with_its_problems_and_is_not_saved(client):
    article = make_article()
    sign_in(client, "Editors")
    text = text_of() + "\n# Nonsense & <b>more</b>\n\nNot lost.\n"

    response = send(client, article, text, note="half done", minor="1")
    page = response.content.decode()
    assert response.status_code == 422
    assert typed(response) == text
    assert 'value="half done"' in page
    assert re.search(r'name="minor" value="1" checked', page)
    assert f'data-line="{text.splitlines().index("# Nonsense & <b>more</b>") + 1}"' in page
    assert article.revisions.count() == 1


HOSTILE = {
    "unknown key": (text_of().replace("topic: banking", "topic: banking\ncolor: red"), "color: red"),
    "duplicate key": (text_of().replace("topic: banking", "topic: banking\ntopic: other"), "topic: other"),
    "wrong nesting": (text_of().replace("codes:", "codes:\n  deep:"), None),
    "billion laughs": (text_of().replace("topic: banking", "a: &a [x]\nb: &b [*a, *a]\ntopic: banking"), None),
    "a fix without a scenario": (
        text_of().replace("# Scenario", "## Fix: Too early\n\n# Scenario", 1),
        "## Fix: Too early",
    ),
    "raw html": (text_of().replace("Sign in.", "<script>alert(1)</script>"), None),
    "bad link": (text_of().replace("Sign in.", "[Go](javascript:alert(1))"), None),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_tricks_get_a_message_with_a_line_and_the_text_stays(client, trick):
    article = make_article()
    sign_in(client, "Editors")
    text, line = HOSTILE[trick]
    assert text != text_of()

    response = send(client, article, text, do="check")
    page = response.content.decode()
    assert response.status_code == 200
    assert typed(response) == text
    assert "<script>alert" not in page
    assert 'class="problem-' in page
    lines = [int(number) for number in re.findall(r'data-line="(\d+)"', page)]
    assert lines
    if line:
        assert text.splitlines().index(line) + 1 in lines


@pytest.mark.parametrize("written", ["&a banking", "!!python/object/apply:os.system banking", "!!str banking"])
def test_what_yaml_can_do_beyond_words_means_nothing(client, written):
    article = make_article()
    sign_in(client, "Editors")

    send(client, article, text_of(title="Mine").replace("topic: banking", f"topic: {written}"))
    newest = article.revisions.newest_first().first().document
    assert (newest.title, newest.topic) == ("Mine", "banking")


@pytest.mark.parametrize("text", ["", "\0", "---\n", "\r\n\r\n", "<textarea></textarea>", "{{ user }}", "x" * 900_000])
def test_no_text_makes_the_editor_fail(client, text):
    article = make_article()
    sign_in(client, "Editors")

    assert send(client, article, text).status_code == 422
    assert send(client, None, text).status_code == 422
    assert article.revisions.count() == 1


def test_more_than_the_portal_takes_is_refused_in_clear_words(client):
    article = make_article()
    sign_in(client, "Editors")

    response = send(client, article, "x" * 1_100_000)
    assert response.status_code in (400, 413)
    assert "1 MB" in response.content.decode()
    assert article.revisions.count() == 1


def test_errors_of_the_linter_keep_a_draft_from_nothing_but_publishing(client):
    article = make_article()
    sign_in(client, "Publishers")

    response = send(client, article, text_of(topic="gone"), do="publish")
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "revision 2, was not published" in page
    assert "problem-error" in page
    article.refresh_from_db()
    assert article.revisions.count() == 2
    assert article.published_revision.number == 1


def test_checking_lists_the_problems_and_saves_nothing(client):
    article = make_article()
    sign_in(client, "Editors")

    response = send(client, article, text_of(topic="gone"), do="check")
    assert response.status_code == 200
    assert "problem-error" in response.content.decode()
    assert article.revisions.count() == 1


def test_an_edited_step_keeps_the_key_by_which_visitors_devices_know_it(client):
    article = make_article()
    before = article.published_revision.document.scenarios[0].fixes[0].steps[0].key
    text = text_of().replace("Sign in. {#sign-in}", "Sign in.")
    sign_in(client, "Editors")

    send(client, article, text.replace("Sign in.", "Sign in to the bank."))
    after = article.revisions.newest_first().first().document.scenarios[0].fixes[0].steps[0]
    assert (after.key, after.body[0].markdown) == (before, "Sign in to the bank.")


def test_a_new_article_begins_with_an_example_that_can_be_saved(client):
    make_catalog()
    sign_in(client, "Editors")

    text = typed(client.get(page_address("add_document")))
    assert text == new_text()
    assert parse(text).document is not None
    assert [problem for problem in check(text, current_catalog()).problems if problem.severity == "error"] == []


def test_a_new_article_begins_with_the_starter_and_the_title_that_were_asked_for(client):
    make_catalog()
    sign_in(client, "Editors")

    response = client.get(page_address("add_document"), {"starter": "how-to", "title": "Reset it"})
    assert typed(response) == new_text("how-to", "Reset it")


def test_a_new_article_is_saved_as_a_draft(client):
    make_catalog()
    sign_in(client, "Editors")

    response = send(client, None, text_of())
    article = Article.objects.get()
    assert response.url == page_address("document", article)
    assert (article.status, article.title, article.revisions.count()) == ("draft", "Bank error 9", 1)


def test_a_slug_that_another_article_has_is_refused_at_its_line(client):
    make_article()
    sign_in(client, "Editors")
    text = text_of(title="The same address")

    response = send(client, None, text)
    assert response.status_code == 422
    assert typed(response) == text
    assert "Another article has the slug" in response.content.decode()
    assert f'data-line="{text.splitlines().index("slug: error-9") + 1}"' in response.content.decode()
    assert Article.objects.count() == 1


def test_a_document_that_closes_the_text_field_is_shown_as_text(client):
    hostile = "</textarea><script>alert(1)</script>"
    article = make_article(scenarios=(make_scenario(title=hostile),))
    sign_in(client, "Editors")

    response = page_of(client, article)
    assert "<script>alert" not in response.content.decode()
    assert hostile in typed(response)


def test_a_text_that_begins_with_an_empty_line_keeps_it(client):
    article = make_article()
    sign_in(client, "Editors")

    assert typed(send(client, article, "\n\n# Nonsense", do="check")) == "\n\n# Nonsense"


@pytest.mark.parametrize("name", ["document", "change", "working_copy", "lock"])
def test_an_article_that_is_not_there_is_404(client, name):
    sign_in(client, "Publishers")

    assert client.post(reverse(f"admin:troubleshooting_article_{name}", args=[99])).status_code == 404


def test_those_who_may_only_look_can_not_type(client):
    article = make_article()
    user = sign_in(client, "Editors")
    user.groups.first().permissions.remove(*user.groups.first().permissions.filter(codename="change_article"))

    page = page_of(client, article).content.decode()
    assert re.search(r'<textarea id="document-text"[^>]* readonly', page)
    assert "Save draft" not in page
    assert send(client, article, text_of(title="Mine")).status_code == 403
    assert client.get(page_address("working_copy", article)).status_code == 403
    assert client.post(page_address("lock", article)).status_code == 403


def test_those_who_may_write_nothing_new_are_refused(client):
    make_catalog()
    sign_in(client, "Analysts")

    for name in ("add", "add_document", "working_copy"):
        assert client.get(page_address(name)).status_code == 403
        assert client.post(page_address(name)).status_code == 403


def test_it_takes_as_many_queries_for_three_scenarios_as_for_one(client):
    one = make_article(slug="one", codes=("1",))
    three = make_article(make_bank_document(slug="three", codes=("3",)))
    sign_in(client, "Editors")

    page_of(client, one)
    assert count_queries(lambda: page_of(client, one)) == count_queries(lambda: page_of(client, three))


def test_the_text_a_new_article_begins_with_cannot_be_published_as_it_is(client):
    make_catalog()
    sign_in(client, "Publishers")

    send(client, None, new_text(), do="publish")
    assert Article.objects.get().status == Article.Status.DRAFT
