"""Find and replace over the newest revisions of many articles."""

import pytest

from tests.factories import make_article, make_document
from tests.staff.people import make_staff
from tests.staff.queries import count_queries
from troubleshooting.documents.replacing import Wanted
from troubleshooting.models import Article, AuditEntry, Procedure, Revision
from troubleshooting.publishing import replacing, save_revision
from troubleshooting.publishing.replacing import replace_in_drafts, search_drafts

pytestmark = pytest.mark.django_db
BANK = Wanted("bank")


def search(wanted=BANK, by="shop", articles=None):
    return search_drafts(Article.objects.not_trashed() if articles is None else articles, wanted, by)


def replace(chosen, by="shop"):
    return replace_in_drafts(chosen, BANK, by, author=make_staff("Editors"))


def make_articles(count, start=0):
    numbers = range(start, start + count)
    return [make_article(slug=f"error-{n}", codes=(str(n),), title=f"Bank error {n}") for n in numbers]


def test_the_newest_revision_is_searched_and_not_the_public_one():
    article = make_article(summary="The bank is closed.")
    save_revision(document=make_document(title="Error 9", summary="The shop is closed."), article=article)
    assert search().articles == ()
    assert search(Wanted("shop")).articles[0].number == 2


def test_a_replacement_is_a_draft_that_says_what_was_done_and_changes_nothing_public():
    article = make_article()
    (outcome,) = replace({article.pk: 1})
    newest = article.revisions.newest_first().first()
    article.refresh_from_db()
    assert outcome.revision == newest
    assert newest.document.title == "shop error 9"
    assert newest.note == "Replaced “bank” by “shop”"
    assert (article.title, article.published_revision.number, article.stage) == ("Bank error 9", 1, "draft")
    assert AuditEntry.objects.filter(action="saved", revision=2, article=article).count() == 1


def test_what_was_saved_after_the_preview_is_not_written_over():
    article = make_article()
    save_revision(document=make_document(title="The bank again"), article=article)
    (outcome,) = replace({article.pk: 1})
    assert outcome.revision is None
    assert "in the meantime" in outcome.reason
    assert article.revisions.count() == 2


def test_applied_twice_it_is_done_once():
    article = make_article()
    replace({article.pk: 1})
    (again,) = replace({article.pk: 2})
    assert (again.revision, again.reason) == (None, "Nothing is left to replace in it.")
    assert article.revisions.count() == 2


def test_what_would_be_no_article_any_more_is_left_and_does_not_hold_up_the_others():
    broken, sound = make_article(title="Bank"), make_article(slug="error-10", codes=("10",))
    assert [found.is_possible for found in search(by="").articles] == [False, True]
    outcomes = {outcome.article: outcome for outcome in replace({broken.pk: 1, sound.pk: 1}, by="")}
    assert "not be a valid article" in outcomes[broken].reason
    assert outcomes[sound].revision.document.title == "error 9"


def test_one_moved_to_the_trash_in_between_is_left_as_it_is():
    article = save_revision(document=make_document()).article
    Article.objects.filter(pk=article.pk).update(trashed_at="2026-03-10T12:00Z")
    (outcome,) = replace({article.pk: 1})
    assert "trash" in outcome.reason
    assert search().articles == ()


def test_beyond_the_limits_the_counts_are_still_true(monkeypatch):
    monkeypatch.setattr(replacing, "MOST_ARTICLES", 2)
    monkeypatch.setattr(replacing, "MOST_HITS", 1)
    make_articles(4)
    found = search()
    assert (len(found.articles), found.article_count, found.not_shown) == (2, 4, 2)
    assert found.hit_count == sum(item.count for item in search().articles) * 2
    assert [len(item.hits) for item in found.articles] == [1, 1]


def test_shared_procedures_are_reported_to_be_changed_by_hand():
    steps = [{"key": "one", "body": [{"kind": "text", "markdown": "Sign in to the bank. The bank asks."}]}]
    procedure = Procedure.objects.create(key="sign-in", title="Sign in", content=steps)
    Procedure.objects.create(key="other", title="Other", content=[])
    assert search().procedures == ((procedure, 2),)


def test_it_reads_any_number_of_articles_in_as_many_queries():
    make_articles(2)
    few = count_queries(search)
    make_articles(5, start=2)
    assert count_queries(search) == few


def test_the_newest_revisions_come_by_title_one_for_each_article():
    first = make_article(title="B")
    make_article(slug="error-10", codes=("10",), title="A")
    save_revision(document=make_document(title="C"), article=first)
    found = [
        (revision.article.title, revision.number) for revision in Revision.objects.newest_of(Article.objects.all())
    ]
    assert found == [("A", 1), ("B", 2)]
