"""The index made anew, while searches go on with what is there."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import make_article
from troubleshooting import search
from troubleshooting.models import Article, SearchEntry, SearchTerm, SearchWord

pytestmark = pytest.mark.django_db


def found(query):
    return [hit.article.slug for hit in search.search(query).hits]


def rebuild(*options):
    out = StringIO()
    call_command("rebuild_search", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def articles():
    return [make_article(slug=f"error-{number}", codes=(str(number),)) for number in (7, 8)]


def test_an_empty_index_is_filled(articles):
    SearchEntry.objects.all().delete()
    SearchTerm.objects.all().delete()
    SearchWord.objects.all().delete()
    assert found("account") == []
    rebuild()
    assert sorted(found("account")) == ["error-7", "error-8"]
    assert SearchTerm.objects.get(term="account").articles == 2


def test_a_second_rebuild_changes_nothing(articles):
    rebuild()
    before = (
        list(SearchEntry.objects.order_by("pk").values()),
        list(SearchTerm.objects.order_by("term").values("term", "articles")),
    )
    rebuild()
    after = (
        list(SearchEntry.objects.order_by("pk").values()),
        list(SearchTerm.objects.order_by("term").values("term", "articles")),
    )
    assert before == after


def test_what_is_no_longer_public_goes(articles):
    Article.objects.filter(slug="error-8").update(status=Article.Status.RETIRED)
    rebuild()
    assert found("account") == ["error-7"]
    assert SearchTerm.objects.get(term="account").articles == 1


def test_words_that_no_article_has_are_forgotten(articles):
    SearchWord.objects.create(word="flux", term="flux")
    SearchTerm.objects.create(term="flux", articles=3)
    rebuild()
    assert not SearchWord.objects.filter(word="flux").exists()
    assert not SearchTerm.objects.filter(term="flux").exists()


def test_only_what_older_code_wrote_is_stale(articles):
    SearchEntry.objects.filter(article__slug="error-8").update(format=0, title=" gone ")
    SearchEntry.objects.filter(article__slug="error-7").update(body=" untouched ")
    rebuild("--stale")
    assert SearchEntry.objects.get(article__slug="error-8").title != " gone "
    assert SearchEntry.objects.get(article__slug="error-7").body == " untouched "
