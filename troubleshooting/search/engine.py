"""What visitors ask and what they are shown."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from troubleshooting.models import Article
from troubleshooting.search import reading, snippets, steering
from troubleshooting.search.finding import Found, find
from troubleshooting.search.groups import Understood
from troubleshooting.search.passages import CODES_APART
from troubleshooting.search.query import parse
from troubleshooting.search.ranking import Words
from troubleshooting.search.results import Facet, Hit, Results, Shelf, Suggestion
from troubleshooting.search.steering import Steering

MOST_RESULTS = 20
"""On one page."""
_NEAREST = 5
_CODES = 2
"""In one line."""


def search(query: str, *, product: str = "", topic: str = "", start: int = 0, limit: int = MOST_RESULTS) -> Results:
    """Published articles for a query of any text, best first, ``limit`` of them from ``start`` on.

    ``product`` and ``topic`` are slugs that narrow it down. An empty query finds nothing.
    """
    steered = steering.current()
    filed = _filed(steered, product, topic)
    if filed is None or not parse(query).words:
        return Results(query)
    found = find(query, steered, filed.tokens, shown=start + limit)
    keys = found.keys
    shown = keys[start : start + limit]
    nearest = tuple(ranked.words.article for ranked in found.near[:_NEAREST]) if not keys else ()
    hits = _hits((*shown, *nearest), found, steered)
    by_product = find(query, steered, filed.topic, shown=0).keys if filed.product else keys
    by_topic = find(query, steered, filed.product, shown=0).keys if filed.topic else keys
    return Results(
        query,
        tuple(hits[key] for key in shown if key in hits),
        total=len(keys),
        products=_facets(by_product, steered.products),
        topics=_facets(by_topic, steered.topics),
        did_you_mean=_did_you_mean(found.understood) if keys else "",
        nearest=tuple(hits[key] for key in nearest if key in hits),
        is_partial=bool(keys) and not any(ranked.is_listed for ranked in found.listed) and not found.unranked,
    )


def suggest(query: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """What a visitor may mean who has typed this far, best first."""
    if not parse(query).words:
        return ()
    steered = steering.current()
    found = find(query, steered, shown=limit, is_typing=True)
    keys = found.keys[:limit]
    hits = _hits(keys, found, steered)
    shown = (hits[key] for key in keys if key in hits)
    return tuple(
        Suggestion(hit.title, hit.url, hit.article.slug, hit.article.code, hit.scenario_title) for hit in shown
    )


@dataclass(frozen=True, slots=True)
class _Filed:
    """Tokens of the filters, at most one of each."""

    product: tuple[str, ...]
    topic: tuple[str, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        return self.product + self.topic


def _filed(steered: Steering, product: str, topic: str) -> _Filed | None:
    """None where one of the filters names nothing."""
    products, topics = (
        tuple(token for token, shelf in shelves.items() if shelf.slug == slug)
        for slug, shelves in ((product, steered.products), (topic, steered.topics))
    )
    return None if (product and not products) or (topic and not topics) else _Filed(products, topics)


def _hits(keys: Collection[int], found: Found, steered: Steering) -> dict[int, Hit]:
    words = {ranked.words.article: ranked.words for ranked in (*found.listed, *found.near)}
    words |= {each.article: each for each in reading.words_of([key for key in keys if key not in words])}
    passages = reading.passages_of(keys)
    articles = reading.published(keys)
    by_code = {ranked.words.article for ranked in found.listed if ranked.by_code}
    matched = snippets.matched_tokens(found.understood)
    hits = {}
    for key in keys:
        if key in articles and key in words and key in passages:
            hit = _hit(articles[key], words[key], passages[key], found.understood, matched)
            filed = words[key].filed.split()
            hits[key] = replace(
                hit,
                topic=next((steered.topics[token] for token in filed if token in steered.topics), None),
                products=tuple(steered.products[token] for token in filed if token in steered.products),
                by_code=key in by_code,
            )
    if found.redirect and (pinned := hits.get(found.redirect[0])):
        hits[pinned.article.pk] = replace(pinned, is_redirect=True, scenario=found.redirect[1] or pinned.scenario)
    return hits


def _hit(article: Article, words: Words, passages: str, understood: Understood, matched: Collection[str]) -> Hit:
    place = snippets.best_place(f"{words.front}\n{words.body}", passages, understood)
    quoted = place.text if place.text and place.text != place.scenario_title else article.summary
    if article.code and place.is_first:
        quoted = _with_codes(article, quoted.split(CODES_APART), matched)
    return Hit(
        article,
        title=snippets.marked(article.title, matched),
        context=snippets.context(quoted, matched),
        scenario=place.scenario,
        scenario_title=snippets.marked(place.scenario_title, matched) if place.scenario else (),
    )


def _with_codes(article: Article, codes: Collection[str], matched: Collection[str]) -> str:
    """The summary, behind the codes that were asked for, but for the one that is shown anyway."""
    asked = (code for code in codes if code != article.code and snippets.has_match(code, matched))
    return CODES_APART.join((*islice(asked, _CODES), article.summary))


def _facets(keys: Collection[int], shelves: Mapping[str, Shelf]) -> tuple[Facet, ...]:
    counts = Counter[str]()
    for filed, articles in reading.filed_among(keys):
        for token in filed.split():
            counts[token] += articles
    facets = [Facet(shelf.slug, shelf.name, counts[token]) for token, shelf in shelves.items() if counts[token]]
    return tuple(sorted(facets, key=lambda facet: (-facet.count, facet.name, facet.slug)))


def _did_you_mean(understood: Understood) -> str:
    """The query with its misspelt words corrected, all else as it was typed."""
    text = understood.query.text
    right = {group.word.token: group.corrected for group in understood.groups if group.corrected}
    if not right:
        return ""
    pieces, end = [], 0
    for word in understood.query.words:
        if word.token in right:
            pieces += [text[end : word.start], right[word.token]]
            end = word.end
    return "".join((*pieces, text[end:]))
