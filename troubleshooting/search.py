"""Finding articles: an exact code first, then the articles that hold every word."""

import re
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
    has_code, has_number = _carries(codes), _carries(_numbers(query))
    has_words = Q(pk__in=[]) if not words else Q()
    for word in words:
        has_words &= Q(search_text__contains=word)
    in_title = Q()
    for word in words:
        in_title &= Q(title__icontains=word)
    tier = Case(
        When(has_code, then=Value(0)),
        When(has_number, then=Value(1)),
        When(in_title, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    found = tuple(
        articles.filter(has_code | has_number | has_words)
        .annotate(tier=tier)
        .order_by("tier", "title", "pk")[:MOST_RESULTS]
    )
    return Results(found, by_code=bool(found) and getattr(found[0], "tier", 3) == 0)


def _filtered(product: str, topic: str) -> ArticleQuerySet:
    articles = Article.objects.published().for_list()
    if product:
        articles = articles.filter(products__slug=product)
    if topic:
        articles = articles.filter(topic__slug=topic)
    return articles


def _carries(codes: list[str]) -> Q:
    return Q(pk__in=Article.objects.filter(codes__folded__in=codes).values("pk"))


def _numbers(query: str) -> list[str]:
    """Numbers inside the query, as in ``QBO-324`` or ``102/105``: weaker than a code as it was typed."""
    return list(dict.fromkeys(fold_code(number) for number in re.findall(r"\d{2,12}", query)))[:MOST_WORDS]


def _codes(query: str) -> list[str]:
    """The whole query and each of its words that has a digit, as codes may be written."""
    words = [word for word in query.split()[: MOST_WORDS * 4] if any(sign.isdigit() for sign in word)]
    return [code for code in dict.fromkeys(fold_code(text) for text in (query, *words)) if code]
