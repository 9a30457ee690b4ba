"""The flow of both editors: save, publish, switch, conflict; as a page, and as JSON for the page that stays."""

import pytest

from tests.factories import make_article, make_bank_article, make_catalog, make_document, make_scenario
from tests.staff.editing import JSON, based_on, page_address, send, text_of, typed
from tests.staff.people import make_staff, sign_in
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, AuditEntry, EditLock, WorkingCopy
from troubleshooting.publishing import save_revision
from troubleshooting.publishing.locks import hold

pytestmark = pytest.mark.django_db


def newest(article):
    return article.revisions.newest_first().first()


def theirs(article, **values):
    """What Olga saves while somebody else is typing."""
    return save_revision(document=make_document(**values), article=article, author=make_staff(name="olga"))


# Saving


def test_saving_makes_a_draft_with_its_author_and_note_and_nothing_public(client):
    article = make_article()
    user = sign_in(client, "Editors")

    response = send(client, article, text_of(title="Changed"), note="Clearer title", minor="1")
    assert response.status_code == 302
    saved = newest(article)
    assert (saved.number, saved.author, saved.note, saved.is_minor) == (2, user, "Clearer title", True)
    assert saved.document.title == "Changed"
    article.refresh_from_db()
    assert (article.title, article.published_revision.number) == ("Bank error 9", 1)


def test_save_and_publish_makes_it_public_and_the_log_says_who(client):
    article = make_article()
    user = sign_in(client, "Publishers")

    response = send(client, article, text_of(title="Changed"), do="publish")
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.published_revision.number) == ("Changed", 2)
    logged = AuditEntry.objects.filter(article=article, revision=2).order_by("pk")
    assert list(logged.values_list("actor_id", "action")) == [(user.pk, "saved"), (user.pk, "published")]


def test_publishing_takes_the_right_to_publish(client):
    article = make_article()
    sign_in(client, "Editors")

    send(client, article, text_of(title="Changed"), do="publish")
    article.refresh_from_db()
    assert (article.published_revision.number, newest(article).number) == (1, 2)


def test_saving_the_same_text_again_makes_no_revision_and_says_so(client):
    article = make_article()
    sign_in(client, "Editors")

    response = send(client, article, text_of())
    assert "Nothing has changed since revision 1" in client.get(response.url).content.decode()
    assert article.revisions.count() == 1


def test_enter_in_a_field_saves_nothing(client):
    article = make_article()
    sign_in(client, "Editors")

    for do in ("", "check", "nonsense"):
        assert send(client, article, text_of(title="Mine"), do=do).status_code == 200
    assert article.revisions.count() == 1


def test_a_note_that_is_too_long_costs_no_text(client):
    article = make_article()
    sign_in(client, "Editors")
    text = text_of(title="Mine")

    response = send(client, article, text, note="x" * 201)
    assert response.status_code == 422
    assert typed(response) == text
    assert "x" * 201 in response.content.decode()
    assert article.revisions.count() == 1


def test_a_form_of_no_editor_is_a_bad_request(client):
    article = make_article()
    sign_in(client, "Editors")

    assert send(client, article, text_of(), editor="nonsense").status_code == 400
    assert client.post(page_address("working_copy", article), {"editor": "nonsense"}).status_code == 400


# Without a page load


def test_a_save_by_script_answers_with_what_the_open_page_has_to_change(client):
    article = make_article()
    sign_in(client, "Editors")

    answer = send(client, article, text_of(title="Changed"), headers=JSON)
    assert answer.status_code == 200
    said = answer.json()
    assert (said["saved"], said["revision"], said["level"], said["problems"]) == (True, 2, "success", [])
    assert said["message"].startswith("Saved as revision 2")
    assert said["text"] == text_of(title="Changed")
    assert "No problems" in said["parts"]["problems"]
    assert "Revision 2 is a draft." in said["parts"]["editing-workflow"]
    assert said["addresses"]["page"] == page_address("document", article)
    assert "messagelist" not in client.get(page_address("document", article)).content.decode()


def test_a_save_by_script_tells_that_publishing_was_refused(client):
    article = make_article()
    sign_in(client, "Publishers")

    said = send(client, article, text_of(topic="gone"), do="publish", headers=JSON).json()
    assert (said["saved"], said["level"]) == (True, "error")
    assert "was not published" in said["message"]
    assert said["problems"][0]["node"] == "@topic"


def test_the_first_save_of_a_new_article_gives_the_open_page_its_addresses(client):
    make_catalog()
    sign_in(client, "Editors")

    said = send(client, None, text_of(), headers=JSON).json()
    article = Article.objects.get()
    assert said["title"] == "Bank error 9"
    assert said["addresses"]["page"] == page_address("document", article)
    assert said["addresses"]["keep"] == page_address("working_copy", article)
    assert said["addresses"]["lock"] == page_address("lock", article)


def test_a_refused_save_by_script_says_why_and_lists_the_problems(client):
    article = make_article()
    sign_in(client, "Editors")

    answer = send(client, article, text_of() + "\n# Nonsense\n", headers=JSON)
    said = answer.json()
    assert (answer.status_code, said["saved"]) == (422, False)
    assert "Mend the errors" in said["message"]
    assert "data-line" in said["parts"]["problems"]


def test_a_check_by_script_answers_with_the_problems_alone(client):
    article = make_article()
    sign_in(client, "Editors")

    said = send(client, article, text_of(topic="gone"), do="check", headers=JSON).json()
    assert list(said["parts"]) == ["problems"]
    assert said["problems"][0]["line"] == text_of().splitlines().index("topic: banking") + 1


# Two at once


def test_a_save_over_a_newer_revision_is_refused_and_both_versions_are_shown(client):
    article = make_article()
    theirs(article, summary="What Olga wrote.")
    sign_in(client, "Editors")
    mine = text_of(summary="What I wrote.")

    response = send(client, article, mine, based_on=1, note="mine")
    page = response.content.decode()
    assert response.status_code == 409
    assert typed(response) == mine
    for shown in ("olga", "Olga", "changed by both", 'value="mine"'):
        assert shown in page
    assert based_on(response) == 1
    assert article.revisions.count() == 2


def test_pressing_save_again_overwrites_nothing_until_a_way_on_is_chosen(client):
    article = make_article()
    theirs(article, summary="What Olga wrote.")
    sign_in(client, "Editors")
    mine = text_of(summary="What I wrote.")

    assert send(client, article, mine, based_on=1).status_code == 409
    assert send(client, article, mine, based_on=1).status_code == 409
    chosen = send(client, article, mine, based_on=1, do="keep-mine")
    assert typed(chosen) == mine
    assert based_on(chosen) == 2
    assert send(client, article, mine, based_on=2).status_code == 302
    assert newest(article).document.summary == "What I wrote."
    assert article.revisions.get(number=2).document.summary == "What Olga wrote."


def test_a_conflict_by_script_brings_both_versions_to_the_open_page(client):
    article = make_article()
    theirs(article, summary="What Olga wrote.")
    sign_in(client, "Editors")

    answer = send(client, article, text_of(summary="What I wrote."), based_on=1, headers=JSON)
    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    assert "changed by both" in answer.json()["parts"]["editing-conflict"]


def test_edits_of_different_parts_can_be_put_together(client):
    article = make_bank_article()
    document = article.published_revision.document
    save_revision(document=document.model_copy(update={"summary": "What Olga wrote."}), article=article)
    sign_in(client, "Editors")
    mine = print_document(document).replace("The account is closed", "The account was closed")

    refused = send(client, article, mine, based_on=1)
    assert "Put both together" in refused.content.decode()
    merged = send(client, article, mine, based_on=1, do="merge")
    assert merged.status_code == 200
    assert "What Olga wrote." in typed(merged)
    assert "The account was closed" in typed(merged)
    assert based_on(merged) == 2
    assert article.revisions.count() == 2


def test_edits_of_the_same_part_are_not_put_together(client):
    article = make_article()
    theirs(article, summary="What Olga wrote.")
    sign_in(client, "Editors")
    mine = text_of(summary="What I wrote.")

    assert "Put both together" not in send(client, article, mine, based_on=1).content.decode()
    merged = send(client, article, mine, based_on=1, do="merge")
    assert merged.status_code == 409
    assert typed(merged) == mine


def test_what_cannot_be_read_is_not_put_together_with_anything(client):
    article = make_article()
    sign_in(client, "Editors")

    assert typed(send(client, article, "nonsense", do="merge")) == "nonsense"


@pytest.mark.parametrize("number", ["", "x", "-1", "99"])
def test_without_a_word_of_what_it_is_based_on_a_save_overwrites_nothing(client, number):
    article = make_article()
    sign_in(client, "Editors")
    text = text_of(title="Mine")

    response = send(client, article, text, based_on=number)
    assert response.status_code in (409, 422)
    assert typed(response) == text
    assert article.revisions.count() == 1


# The lock


def test_while_somebody_else_edits_a_save_asks_first(client):
    article = make_article()
    hold(article, by=make_staff(name="ann"))
    sign_in(client, "Editors")
    mine = text_of(title="Mine")

    response = send(client, article, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert typed(response) == mine
    assert "ann is editing this article" in page
    assert 'value="save-anyway"' in page
    assert article.revisions.count() == 1


def test_saving_anyway_takes_over_and_is_written_down(client):
    article = make_article()
    hold(article, by=make_staff(name="ann"))
    user = sign_in(client, "Editors")

    assert send(client, article, text_of(title="Mine"), do="save-anyway").status_code == 302
    assert newest(article).document.title == "Mine"
    entry = AuditEntry.objects.get(action=AuditEntry.Action.TOOK_OVER)
    assert (entry.actor_id, entry.article, entry.detail) == (user.pk, article, "ann")


def test_taking_over_keeps_the_text_and_saves_nothing(client):
    article = make_article()
    hold(article, by=make_staff(name="ann"))
    user = sign_in(client, "Editors")

    response = send(client, article, text_of(title="Mine"), do="take-over")
    assert typed(response) == text_of(title="Mine")
    assert "ann is editing" not in response.content.decode()
    assert EditLock.objects.get().holder == user
    assert article.revisions.count() == 1


def test_taking_over_a_new_article_does_nothing(client):
    make_catalog()
    sign_in(client, "Editors")

    assert send(client, None, text_of(), do="take-over").status_code == 200
    assert not Article.objects.exists()


def test_a_save_releases_the_own_lock(client):
    article = make_article()
    user = sign_in(client, "Editors")
    hold(article, by=user)

    send(client, article, text_of(title="Mine"))
    assert not EditLock.objects.exists()


def test_opening_an_article_takes_no_lock(client):
    article = make_article()
    sign_in(client, "Editors")

    client.get(page_address("document", article))
    client.get(page_address("change", article))
    assert not EditLock.objects.exists()


# The other editor


def test_switching_keeps_unsaved_work(client):
    article = make_article()
    sign_in(client, "Editors")
    fields = {
        "editor": "document",
        "text": text_of(title="Unsaved"),
        "based_on": 1,
        "note": "half",
        "do": "switch-outline",
    }

    response = client.post(page_address("change", article), fields)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'data-editing="outline"' in page
    assert 'data-unsaved="yes"' in page
    assert "Unsaved" in page
    assert 'value="half"' in page
    assert article.revisions.count() == 1


def test_switching_without_a_change_makes_no_unsaved_work(client):
    article = make_article()
    sign_in(client, "Editors")
    fields = {"editor": "document", "text": text_of(), "based_on": 1, "do": "switch-outline"}

    assert 'data-unsaved="no"' in client.post(page_address("change", article), fields).content.decode()


def test_a_text_that_cannot_be_read_stays_in_the_document_editor(client):
    article = make_article()
    sign_in(client, "Editors")
    text = text_of() + "\n# Nonsense\n"
    fields = {"editor": "document", "text": text, "based_on": 1, "do": "switch-outline"}

    response = client.post(page_address("change", article), fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert typed(response) == text
    assert f'action="{page_address("document", article)}"' in page
    assert "The outline cannot show this text yet" in page


def test_unsaved_work_of_the_document_editor_opens_there_when_the_outline_cannot_hold_it(client):
    article = make_article()
    user = sign_in(client, "Editors")
    WorkingCopy.objects.create(
        user=user,
        article=article,
        editor="document",
        fields={"editor": ["document"], "text": ["nonsense"]},
        based_on=1,
        saved_at=article.created_at,
    )

    response = client.get(page_address("change", article))
    assert response.url == page_address("document", article)


def test_a_switch_to_the_document_editor_of_a_long_article_keeps_every_scenario(client):
    scenarios = tuple(make_scenario(f"cause-{number}", f"Cause {number}") for number in range(12))
    article = make_article(scenarios=scenarios)
    sign_in(client, "Editors")

    page = client.get(page_address("document", article))
    assert all(f"# Scenario: Cause {number} " in typed(page) for number in range(12))
