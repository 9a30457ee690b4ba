"""The index follows the public pages, in the transaction that makes them public."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Q

from troubleshooting.models import Article, ContentVersion, SearchEntry, SearchMention
from troubleshooting.search import vocabulary
from troubleshooting.search.passages import Passage, Source, body_of, front_of, mentions_of
from troubleshooting.search.tokens import normal, token_of, tokens

FORMAT = 1
"""Grows with every change of what stands in an entry; ``rebuild(only_stale=True)`` makes older ones anew."""
_BATCH = 100
"""Articles in one transaction of a rebuild: publishing waits for no more than these."""
_COLUMNS = ("format", "filed", "title", "front", "mentions", "body", "passages")
_MOST_MENTIONS = 20
"""Of one article by others; more of them would say the same."""


def index(articles: Iterable[int]) -> None:
    """Make published articles findable, given by their keys, as their stored pages now are.

    The caller holds the transaction and the articles' locks.
    """
    for keys in _batches(sorted(articles)):
        index_many(list(_sources(keys)))


def remove(article: Article) -> None:
    """Take an article out of the index, as when it is retired. The caller holds the transaction."""
    _remove([article.pk])


def rebuild(*, progress: Callable[[int, int], None] = lambda _done, _total: None, only_stale: bool = False) -> int:
    """Index every published article anew, while searches go on with what is there; how many there were.

    Each batch is a transaction: an entry is replaced, never missing, and a rebuild that was interrupted may be repeated.
    ``only_stale`` leaves out those that today's code has written. ``progress`` takes how many are done, and of how many.
    """
    articles = Article.objects.published()
    if only_stale:
        articles = articles.filter(Q(search_entry=None) | ~Q(search_entry__format=FORMAT))
    keys = list(articles.order_by("pk").values_list("pk", flat=True))
    for done, batch in enumerate(_batches(keys)):
        progress(done * _BATCH, len(keys))
        with transaction.atomic():
            ContentVersion.hold()
            index_many(list(_sources(batch)))
    with transaction.atomic():
        ContentVersion.bump()
        gone = SearchEntry.objects.exclude(article__in=Article.objects.published())
        _remove(list(gone.values_list("pk", flat=True)))
        if not only_stale:
            vocabulary.tidy()
    progress(len(keys), len(keys))
    return len(keys)


def index_many(sources: Sequence[Source]) -> None:
    """Write the entries of articles, and the vocabulary with them. The caller holds the transaction."""
    ContentVersion.hold()
    counts = Counter[str]()
    words: dict[str, str] = {}
    keys = [source.article for source in sources]
    targets = _keep_mentions(keys, sources)
    for columns in _written(keys):
        counts.subtract(_terms(*columns))
    mentions = _mentions_of([source.slug for source in sources])
    entries = []
    for source in sources:
        entry = _entry(source, mentions.get(source.slug, ()), words)
        counts.update(_terms(entry.title, entry.front, entry.mentions, entry.body))
        entries.append(entry)
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["article"], update_fields=_COLUMNS, batch_size=_BATCH
    )
    _mention_anew(targets, keys, counts, words)
    vocabulary.apply(counts, words)


def _keep_mentions(keys: Collection[int], sources: Iterable[Source]) -> set[str]:
    """Slugs of the articles that are mentioned otherwise than before, once the mentions of these are those of ``sources``."""
    before = set(SearchMention.objects.filter(source__in=keys).values_list("source", "target", "text"))
    after = {(source.article, mention.target, mention.text) for source in sources for mention in source.mentions}
    if before != after:
        SearchMention.objects.filter(source__in=keys).delete()
        rows = (SearchMention(source_id=source, target=target, text=text) for source, target, text in sorted(after))
        SearchMention.objects.bulk_create(rows)
    return {target for _, target, _ in before ^ after}


def _mentions_of(slugs: Collection[str]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    rows = SearchMention.objects.filter(target__in=slugs, source__status="published").order_by("source", "pk")
    for target, text in rows.values_list("target", "text"):
        lines = found.setdefault(target, [])
        if len(lines) < _MOST_MENTIONS and (line := Passage("", text)) not in lines:
            lines.append(line)
    return found


def _mention_anew(targets: Collection[str], but: Collection[int], counts: Counter[str], words: dict[str, str]) -> None:
    """Lay the mentions of articles on their entries; ``counts`` and ``words`` are filled with what that changes."""
    if not targets:
        return
    mentions = _mentions_of(targets)
    entries = SearchEntry.objects.filter(article__slug__in=targets).exclude(pk__in=but).select_related("article")
    changed = []
    for entry in entries.only("title", "front", "mentions", "body", "article__slug"):
        counts.subtract(_terms(entry.title, entry.front, entry.mentions, entry.body))
        entry.mentions = _lines(mentions.get(entry.article.slug, ()), words)
        counts.update(_terms(entry.title, entry.front, entry.mentions, entry.body))
        changed.append(entry)
    SearchEntry.objects.bulk_update(changed, ["mentions"])


def _remove(keys: Sequence[int]) -> None:
    ContentVersion.hold()
    counts = Counter[str]()
    words: dict[str, str] = {}
    for batch in _batches(keys):
        for columns in _written(batch):
            counts.subtract(_terms(*columns))
        SearchEntry.objects.filter(pk__in=batch).delete()
        _mention_anew(_keep_mentions(batch, ()), (), counts, words)
    vocabulary.apply(counts, words)


def _written(keys: Collection[int]) -> Iterator[tuple[str, str, str, str]]:
    return iter(SearchEntry.objects.filter(pk__in=keys).values_list("title", "front", "mentions", "body"))


def _terms(*columns: str) -> set[str]:
    terms = set(" ".join(columns).split())
    terms.discard("|")
    return terms


def _sources(keys: Collection[int]) -> Iterator[Source]:
    products: dict[int, list[int]] = {}
    filed = Article.products.through.objects.filter(article__in=keys).order_by("product")
    for article, product in filed.values_list("article", "product"):
        products.setdefault(article, []).append(product)
    published = Article.objects.published().filter(pk__in=keys, page__isnull=False).order_by("pk")
    for pk, title, topic, slug, page in published.values_list("pk", "title", "topic", "slug", "page__content"):
        yield Source(
            article=pk,
            title=normal(title),
            topic=topic or 0,
            products=tuple(products.get(pk, ())),
            front=front_of(page),
            body=body_of(page),
            slug=slug,
            mentions=mentions_of(page),
        )


def _entry(source: Source, mentions: Sequence[Passage], words: dict[str, str]) -> SearchEntry:
    """``words`` is filled with the words of the article and the tokens that stand for them."""
    return SearchEntry(
        article_id=source.article,
        format=FORMAT,
        filed=f" {' '.join([topic_token(source.topic), *map(product_token, source.products)])} ",
        title=_line(source.title, words),
        front=_lines(source.front, words),
        mentions=_lines(mentions, words),
        body=_lines(source.body, words),
        passages=json.dumps([[line.scenario, line.text] for line in (*source.front, *source.body)], ensure_ascii=False),
    )


def topic_token(topic: int) -> str:
    """What an entry is filed under; no word has such a dot in it."""
    return f"t.{topic}"


def product_token(product: int) -> str:
    return f"p.{product}"


def _lines(passages: Sequence[Passage], words: dict[str, str]) -> str:
    return "\n".join(_line(passage.text, words) for passage in passages)


def _line(text: str, words: dict[str, str]) -> str:
    found = tokens(text)
    for word in (*found.words, *found.extras):
        if word not in words:
            words[word] = token_of(word)
    line = " ".join([words[word] for word in found.words])
    extras = " ".join([words[word] for word in found.extras])
    return f" {line} | {extras} " if extras else f" {line} "


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
