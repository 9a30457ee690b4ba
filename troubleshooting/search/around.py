"""What stands around an article."""

import math
from collections import defaultdict
from collections.abc import Sequence

from troubleshooting.models import Article, SearchEntry
from troubleshooting.search import steering, vocabulary
from troubleshooting.search.backends import Lookup, backend
from troubleshooting.search.language import function_words, language

_TERMS = 6
"""The rarest words of title and headings that other articles share."""
_MOST_OF_ONE = 100
_SAME_SHELF = 0.15
"""How much more an article counts for the same topic, and for each product they share."""
_LEAST = 1.5
"""Weight of the shared words from which on articles are related."""


def related(article: Article, *, limit: int = 5) -> Sequence[Article]:
    """Published articles on the same kind of trouble, nearest first, without the article itself. Four small queries."""
    entry = SearchEntry.objects.filter(article=article.pk).values_list("title", "front", "filed").first()
    if entry is None:
        return []
    title, front, filed = entry
    weights = _telling(title, front)
    found = backend().find([Lookup((((term,),),), _MOST_OF_ONE, in_front=True) for term in weights])
    held: dict[int, float] = defaultdict(float)
    for weight, keys in zip(weights.values(), found, strict=True):
        for key in keys:
            held[key] += weight
    held.pop(article.pk, None)
    likely = sorted((key for key in held if held[key] >= _LEAST), key=lambda key: (-held[key], -key))[: 4 * limit]
    shelves = set(filed.split())
    for key, theirs in SearchEntry.objects.filter(pk__in=likely).values_list("pk", "filed"):
        held[key] *= 1 + _SAME_SHELF * len(shelves.intersection(theirs.split()))
    nearest = sorted(likely, key=lambda key: (-held[key], -key))[:limit]
    articles = Article.objects.published().for_list().in_bulk(nearest)
    return [articles[key] for key in nearest if key in articles]


def _telling(title: str, front: str) -> dict[str, float]:
    """The terms of title and headings that say most, with their weights: rare ones, those of the title twice."""
    titles = set(title.split())
    functions = function_words(language())
    terms = {term for term in (*titles, *front.split()) if len(term) > 2 and term not in functions}
    articles = steering.current().articles
    weights = {
        term: math.log(1 + articles / count) * (2 if term in titles else 1)
        for term, count in vocabulary.frequencies(terms).items()
        if count > 1
    }
    return {term: weights[term] for term in sorted(weights, key=lambda term: (-weights[term], term))[:_TERMS]}


def same_code(article: Article, *, limit: int = 5) -> Sequence[Article]:
    """Published articles that carry one of this article's codes, such as those of other products."""
    folded = article.codes.values("folded")
    others = Article.objects.published().filter(codes__folded__in=folded).exclude(pk=article.pk).distinct()
    return list(others.for_list().prefetch_related("products").order_by("title", "pk")[:limit])
