"""The words of all articles: in how many each stands, how it is written, and how it may be misspelt."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection

from troubleshooting.models import SearchEntry, SearchTerm, SearchWord, SpellingKey
from troubleshooting.search.spelling import is_spelled, spelling_keys

_ROWS = 900
"""In one statement."""
_ADD = """
    INSERT INTO troubleshooting_searchterm (term, articles) VALUES {rows}
    ON CONFLICT (term) DO UPDATE SET articles = troubleshooting_searchterm.articles + excluded.articles
"""
_LEARN = """
    INSERT INTO troubleshooting_searchword (word, term) VALUES {rows}
    ON CONFLICT (word) DO UPDATE SET term = excluded.term RETURNING id, word
"""
_SPELL = "INSERT INTO troubleshooting_spellingkey (key, word_id) VALUES {rows} ON CONFLICT DO NOTHING"
_SPELLED_LIKE = """
    SELECT DISTINCT w.word, w.term, t.articles
    FROM troubleshooting_spellingkey k
    JOIN troubleshooting_searchword w ON w.id = k.word_id
    JOIN troubleshooting_searchterm t ON t.term = w.term
    WHERE k.key IN ({keys})
"""
_FREQUENCIES = "SELECT term, articles FROM troubleshooting_searchterm WHERE term IN ({terms})"
RowT = TypeVar("RowT")


def apply(counts: Counter[str], words: Mapping[str, str]) -> None:
    """Add to the number of articles of each term, and learn new words with the terms that stand for them.

    The caller holds ``ContentVersion``: two of these at once could wait for each other.
    """
    changed = sorted((term, count) for term, count in counts.items() if count)
    _insert(_ADD, changed)
    if any(count < 0 for _, count in changed):
        SearchTerm.objects.filter(articles__lte=0).delete()
    _learn(words)


def frequencies(terms: Collection[str]) -> dict[str, int]:
    """In how many articles each stands; those that stand in none are left out."""
    if not terms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FREQUENCIES.format(terms=", ".join(["%s"] * len(terms))), [*terms])
        return dict(cursor.fetchall())


def spelled_like(word: str) -> list[tuple[str, str, int]]:
    """Words that a misspelt one could be meant for, with their terms and the number of articles with the term."""
    keys = sorted(spelling_keys(word))
    with connection.cursor() as cursor:
        cursor.execute(_SPELLED_LIKE.format(keys=", ".join(["%s"] * len(keys))), keys)
        rows: list[tuple[str, str, int]] = cursor.fetchall()
    return rows


def tidy() -> None:
    """Count anew, and forget the words that no article has any more."""
    counts = Counter[str]()
    for columns in SearchEntry.objects.values_list("title", "front", "mentions", "body").iterator(chunk_size=200):
        counts.update(set(" ".join(columns).split()))
    del counts["|"]
    known = dict(SearchTerm.objects.values_list("term", "articles"))
    wrong = Counter({term: counts[term] - known.get(term, 0) for term in counts.keys() | known.keys()})
    apply(wrong, {})
    gone = [pk for pk, term in SearchWord.objects.values_list("pk", "term").iterator() if term not in counts]
    for some in _portions(gone):
        SpellingKey.objects.filter(word_id__in=some).delete()
        SearchWord.objects.filter(pk__in=some).delete()


def _learn(words: Mapping[str, str]) -> None:
    known: dict[str, str] = {}
    for some in _portions(sorted(words)):
        known.update(SearchWord.objects.filter(word__in=some).values_list("word", "term"))
    new = [word for word in sorted(words) if known.get(word) != words[word]]
    stored = _insert(_LEARN, [(word, words[word]) for word in new])
    spelled = sorted((word, key) for key, word in stored if word not in known and is_spelled(word))
    _insert(_SPELL, [(key, pk) for word, pk in spelled for key in sorted(spelling_keys(word))])


def _insert(statement: str, pairs: Sequence[tuple[Any, Any]]) -> list[tuple[Any, ...]]:
    """All the rows in few statements, and what these return. No pair begins like another."""
    returned: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for some in _portions(pairs):
            cursor.execute(
                statement.format(rows=", ".join(["(%s, %s)"] * len(some))), [value for pair in some for value in pair]
            )
            if cursor.description:
                returned += cursor.fetchall()
    return returned


def _portions(rows: Sequence[RowT]) -> Iterator[Sequence[RowT]]:
    return (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))
