"""Finding articles: an exact code first, then the articles that hold every word."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from troubleshooting.documents.folding import fold_code, fold_text
from troubleshooting.models import Article
from troubleshooting.models.content import ArticleQuerySet

MOST_WORDS = 8
MOST_RESULTS = 30


@dataclass(frozen=True)
class Results:
    """``articles`` best first; ``by_code`` says that the first ones carry a code of the query."""

    articles: tuple[Article, ...]
    by_code: bool


def search(query: str, *, product: str = "", topic: str = "") -> Results:
    """Articles for a query of any text, at most ``MOST_RESULTS``. One SQL query; an empty query finds nothing."""
    words = list(dict.fromkeys(fold_text(query).split()))[:MOST_WORDS]
    codes = _codes(query)
    if not words and not codes:
        return Results((), by_code=False)
    articles = _filtered(product, topic)
    has_code = Q(pk__in=Article.objects.filter(codes__folded__in=codes).values("pk"))
    has_words = Q(pk__in=[]) if not words else Q()
    for word in words:
        has_words &= Q(search_text__contains=word)
    in_title = Q()
    for word in words:
        in_title &= Q(title__icontains=word)
    tier = Case(
        When(has_code, then=Value(0)), When(in_title, then=Value(1)), default=Value(2), output_field=IntegerField()
    )
    found = tuple(
        articles.filter(has_code | has_words).annotate(tier=tier).order_by("tier", "title", "pk")[:MOST_RESULTS]
    )
    return Results(found, by_code=bool(found) and getattr(found[0], "tier", 2) == 0)


def _filtered(product: str, topic: str) -> ArticleQuerySet:
    articles = Article.objects.published().for_list()
    if product:
        articles = articles.filter(products__slug=product)
    if topic:
        articles = articles.filter(topic__slug=topic)
    return articles


def _codes(query: str) -> list[str]:
    """The whole query and each of its words that has a digit, as codes may be written."""
    words = [word for word in query.split()[: MOST_WORDS * 4] if any(sign.isdigit() for sign in word)]
    return [code for code in dict.fromkeys(fold_code(text) for text in (query, *words)) if code]
