"""The trash: out of sight, whole, and back again."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import make_staff
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, AuditEntry, Stage
from troubleshooting.publishing import (
    PublishingError,
    publish,
    retire,
    save_revision,
    schedule,
    send_to_review,
    trash,
    untrash,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return make_staff("Publishers", name="kim")


@pytest.fixture
def draft():
    make_catalog()
    return save_revision(document=make_document())


def test_a_draft_comes_back_from_the_trash_as_it_was(draft, kim):
    send_to_review(draft, by=kim, note="Look.")
    before = Article.objects.values().get()
    assert trash(draft.article, by=kim).trashed_at is not None
    untrash(draft.article, by=kim)
    assert Article.objects.values().get() == before
    assert draft.article.revisions.count() == 1
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)[2:]) == ["trashed", "untrashed"]


def test_twice_is_once(draft, kim):
    first = trash(draft.article, by=kim).trashed_at
    assert trash(draft.article, by=kim).trashed_at == first
    untrash(draft.article, by=kim)
    untrash(draft.article, by=kim)
    assert AuditEntry.objects.count() == 3


def test_what_is_public_is_not_thrown_away(kim):
    article = make_article()
    with pytest.raises(PublishingError, match="Retire it first"):
        trash(article, by=kim)
    assert Article.objects.get().trashed_at is None


def test_a_retired_article_in_the_trash_still_answers_410(client, kim):
    article = retire(make_article())
    trash(article, by=kim)
    assert client.get(article.get_absolute_url()).status_code == 410
    untrash(article, by=kim)
    assert publish(article.published_revision, by=kim).status == Article.Status.PUBLISHED


def test_a_draft_in_the_trash_answers_404_and_is_in_no_search(client, draft, kim):
    trash(draft.article, by=kim)
    assert client.get(draft.article.get_absolute_url()).status_code == 404
    assert "Bank error 9" not in client.get("/search/?q=bank").content.decode()


def test_what_was_scheduled_for_it_does_not_happen(draft, kim):
    schedule(draft, by=kim, publish_at=timezone.now() + timedelta(hours=1))
    article = trash(draft.article, by=kim)
    assert (article.publish_at, article.scheduled_revision, article.stage) == (None, None, Stage.DRAFT)
    untrash(article, by=kim)
    call_command("publish_due")
    assert Article.objects.get().status == Article.Status.DRAFT


def test_its_slug_stays_taken_and_the_refusal_says_where_it_is(draft, kim):
    trash(draft.article, by=kim)
    with pytest.raises(PublishingError, match="An article in the trash has the slug “error-9”"):
        save_revision(document=make_document(title="Another"))


def test_nothing_is_saved_into_the_trash(draft, kim):
    trash(draft.article, by=kim)
    with pytest.raises(PublishingError, match="Take it out of the trash, then save again"):
        save_revision(document=make_document(title="Changed"), article=draft.article)


def test_a_file_is_not_imported_into_the_trash(draft, kim, tmp_path, capsys):
    trash(draft.article, by=kim)
    path = tmp_path / "error-9.md"
    path.write_text(print_document(make_document(title="From a file")))
    with pytest.raises(CommandError):
        call_command("import_articles", str(path))
    assert "trash" in capsys.readouterr().err
    assert Article.objects.get().status == Article.Status.DRAFT
