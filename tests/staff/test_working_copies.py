"""Unsaved work: kept for its own person alone, never a revision, gone once it is saved or discarded."""

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.factories import make_article, make_catalog, make_document
from tests.staff.editing import based_on, page_address, send, text_of, typed
from tests.staff.people import make_staff, sign_in
from troubleshooting.models import Article, WorkingCopy
from troubleshooting.publishing import save_revision
from troubleshooting.publishing.working_copies import keep

pytestmark = pytest.mark.django_db


def autosave(client, article, text, **fields):
    form = {"editor": "document", "text": text, "based_on": 1 if article else 0, **fields}
    return client.post(page_address("working_copy", article), form)


def test_unsaved_work_is_no_revision_and_nothing_public(client):
    article = make_article()
    user = sign_in(client, "Editors")

    assert "kept_at" in autosave(client, article, text_of(title="Half a title")).json()
    copy = WorkingCopy.objects.get()
    assert (copy.user, copy.article, copy.editor, copy.based_on) == (user, article, "document", 1)
    assert article.revisions.count() == 1
    article.refresh_from_db()
    assert article.title == "Bank error 9"
    assert str(copy) == f"{user.pk} at {article.pk}"


def test_opening_the_editor_again_brings_it_back_and_says_so(client):
    article = make_article()
    sign_in(client, "Editors")
    autosave(client, article, text_of(title="Half a title"), note="half", minor="1")

    response = client.get(page_address("document", article))
    page = response.content.decode()
    assert typed(response) == text_of(title="Half a title")
    assert 'value="half"' in page
    assert "This is your unsaved work from just now." in page
    assert "It began from revision 1." in page
    assert "Discard it and show revision 1" in page
    assert 'data-restored="yes"' in page


def test_the_last_one_counts(client):
    article = make_article()
    sign_in(client, "Editors")

    autosave(client, article, text_of(title="First"))
    autosave(client, article, text_of(title="Second"))
    assert typed(client.get(page_address("document", article))) == text_of(title="Second")
    assert WorkingCopy.objects.count() == 1


def test_nobody_else_sees_it(client):
    article = make_article()
    sign_in(client, "Editors")
    autosave(client, article, text_of(title="Half a title"))
    other = Client()
    sign_in(other, "Editors")

    assert typed(other.get(page_address("document", article))) == text_of()


def test_it_is_gone_once_it_is_saved(client):
    article = make_article()
    sign_in(client, "Editors")
    autosave(client, article, text_of(title="Half a title"))

    send(client, article, text_of(title="A whole title"))
    assert not WorkingCopy.objects.exists()
    assert "This is your unsaved work" not in client.get(page_address("document", article)).content.decode()


def test_a_refused_save_leaves_it_alone(client):
    article = make_article()
    sign_in(client, "Editors")
    autosave(client, article, text_of(title="Half a title"))

    send(client, article, "nonsense")
    assert WorkingCopy.objects.exists()


def test_discarding_shows_the_newest_revision(client):
    article = make_article()
    sign_in(client, "Editors")
    autosave(client, article, text_of(title="Half a title"))

    response = send(client, article, text_of(title="Half a title"), do="discard")
    assert response.url == page_address("document", article)
    assert typed(client.get(response.url)) == text_of()
    assert not WorkingCopy.objects.exists()


def test_a_new_article_has_one_of_its_own(client):
    make_catalog()
    sign_in(client, "Editors")

    autosave(client, None, text_of(title="A new one"))
    response = client.get(page_address("add_document"))
    assert typed(response) == text_of(title="A new one")
    assert "Discard it and begin anew" in response.content.decode()
    send(client, None, text_of(title="A new one"))
    assert not WorkingCopy.objects.exists()
    assert Article.objects.count() == 1


def test_when_the_article_has_moved_on_saving_the_restored_work_shows_the_conflict(client):
    article = make_article()
    sign_in(client, "Editors")
    autosave(client, article, text_of(summary="Mine."))
    save_revision(document=make_document(summary="Theirs."), article=article)

    response = client.get(page_address("document", article))
    assert based_on(response) == 1
    assert "Revision 2 has come since" in response.content.decode()
    assert send(client, article, typed(response), based_on=based_on(response)).status_code == 409


def test_a_null_character_does_not_keep_it_from_being_kept(client):
    article = make_article()
    sign_in(client, "Editors")

    autosave(client, article, "a\0b")
    assert WorkingCopy.objects.get().fields["text"] == ["a\ufffdb"]


def test_work_of_a_former_version_is_kept_and_the_page_opens(client):
    article = make_article()
    user = sign_in(client, "Editors")
    keep(by=user, article=article, editor="document", fields={"editor": ["former"]}, based_on=1)

    response = client.get(page_address("document", article))
    assert typed(response) == text_of()
    assert "Your unsaved work cannot be shown" in response.content.decode()
    assert WorkingCopy.objects.exists()


def test_the_page_learns_who_is_signed_in_and_the_token_that_goes_with_it(client):
    article = make_article()
    user = sign_in(client, "Editors")

    answer = client.get(page_address("working_copy", article)).json()
    assert answer["user"] == user.pk
    assert len(answer["token"]) == 64
    assert not WorkingCopy.objects.exists()


def test_without_a_sign_in_nothing_is_kept(client):
    article = make_article()

    assert autosave(client, article, text_of()).status_code == 302
    assert client.get(page_address("working_copy", article)).status_code == 302
    assert client.put(page_address("working_copy", article)).status_code == 302
    sign_in(client, "Editors")
    assert client.put(page_address("working_copy", article)).status_code == 405
    assert client.put(page_address("working_copy")).status_code == 405
    assert not WorkingCopy.objects.exists()


def test_a_person_has_one_copy_of_each_article_and_one_of_a_new_one():
    article, user = make_article(), make_staff()
    other = make_article(slug="other", codes=("10",))
    for each in (article, other, None):
        keep(by=user, article=each, editor="document", fields={}, based_on=0)
    assert [copy.article for copy in WorkingCopy.objects.for_list(user)] == [None, other, article]
    with pytest.raises(IntegrityError):
        WorkingCopy.objects.create(user=user, article=None, editor="document", fields={}, saved_at=article.created_at)
