"""What steers every search, kept in memory for one version of the content: synonyms, redirects, shelves, how many articles."""

from dataclasses import dataclass
from threading import Lock

from troubleshooting.documents.folding import fold_text
from troubleshooting.models import ContentVersion, Product, SearchEntry, SearchRedirect, Synonym, Topic
from troubleshooting.search.backends import Phrase
from troubleshooting.search.indexing import product_token, topic_token
from troubleshooting.search.results import Shelf
from troubleshooting.search.tokens import token_of


@dataclass(frozen=True, slots=True)
class Steering:
    articles: int
    synonyms: dict[Phrase, tuple[Phrase, ...]]
    """The other phrases for each phrase, in tokens."""
    redirects: dict[str, tuple[int, str]]
    """Article and scenario for each folded query."""
    products: dict[str, Shelf]
    """By the token under which entries are filed, as ``topics``."""
    topics: dict[str, Shelf]


class _Kept:
    """The newest one. Two threads may make it at the same time; both are right."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = -1
        self._steering: Steering | None = None

    def current(self) -> Steering:
        version = ContentVersion.current()
        with self._lock:
            if self._steering is not None and self._version == version:
                return self._steering
        steering = _read()
        with self._lock:
            self._version, self._steering = version, steering
        return steering

    def forget(self) -> None:
        with self._lock:
            self._version, self._steering = -1, None


_kept = _Kept()
current = _kept.current
forget = _kept.forget
"""For tests, which go back to former versions."""


def _read() -> Steering:
    redirects = SearchRedirect.objects.filter(article__status="published")
    return Steering(
        articles=SearchEntry.objects.count(),
        synonyms=_synonyms(),
        redirects={
            folded: (article, scenario)
            for folded, article, scenario in redirects.values_list("folded", "article", "scenario")
        },
        products={product_token(row.pk): Shelf(row.slug, row.name) for row in Product.objects.all()},
        topics={topic_token(row.pk): Shelf(row.slug, row.name) for row in Topic.objects.all()},
    )


def _synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    others: dict[Phrase, tuple[Phrase, ...]] = {}
    for synonym in Synonym.objects.all():
        phrases = [tuple(token_of(word) for word in fold_text(text).split()) for text in synonym.alternatives]
        for phrase in phrases:
            added = (*others.get(phrase, ()), *(other for other in phrases if other != phrase))
            others[phrase] = tuple(dict.fromkeys(added))
    return others
