"""The words of a query looked up: which tokens of the index stand for each, and how much each weighs."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from troubleshooting.search import vocabulary
from troubleshooting.search.backends import Phrase, backend
from troubleshooting.search.language import function_words, language
from troubleshooting.search.query import Query, Word
from troubleshooting.search.spelling import corrections, is_spelled
from troubleshooting.search.steering import Steering
from troubleshooting.search.tokens import inner_numbers, token_of

_MOST_CORRECTED = 8
"""Words of one query."""
_FEW = 5
"""Articles: the last word of a query may be the beginning of one, if it stands in fewer."""
_WHOLE = 0.5
"""How well a longer word stands for one that some article has."""
_EXPANDED = 12
"""Words that a beginning may stand for."""
_NUMBER = re.compile(r"\d{2,12}")
_LETTERS_DIGITS = re.compile(r"([^\W\d_]{2,})(\d{2,})$")
_FUNCTION_WEIGHT = 0.05
"""Of a word such as ``in`` beside another: ``sign in`` is found as these neighbors."""
_SYNONYM = 0.95
_DOUBTFUL = 2
"""Articles: a word that stands in no more may be somebody's typo, if another one nearly like it is much more usual."""
_MORE_USUAL = 8
_DOUBTED = 0.6
_MOST_DOUBTED = 3
_LONG_ENOUGH_TO_DOUBT = 6


@dataclass(slots=True)
class Group:
    """What may stand for one word of the query."""

    word: Word
    forms: dict[Phrase, float] = field(default_factory=dict)
    """Phrases of tokens that the index has, with how well they stand for the word; 1 for the word itself."""
    articles: int = 0
    """In how many it stands, about."""
    weight: float = 0.0
    corrected: str = ""
    """The right word, where it is misspelt."""
    is_function: bool = False

    def take(self, form: Phrase, factor: float, articles: int) -> None:
        self.forms[form] = max(factor, self.forms.get(form, 0.0))
        self.articles = max(self.articles, articles)

    texts: tuple[tuple[str, float], ...] = ()
    """The forms as they stand in a line of tokens."""
    token: str = ""
    """The best one, to stand beside its neighbors."""

    def settle(self) -> None:
        """After all forms are taken."""
        self.texts = tuple((f" {' '.join(form)} ", factor) for form, factor in self.forms.items())
        self.token = max(self.texts, key=lambda text: text[1])[0].strip() if self.texts else ""


@dataclass(frozen=True, slots=True)
class Understood:
    query: Query
    groups: tuple[Group, ...]
    """One for each different word that some article has, in their order; none for words such as ``the`` among others."""
    weight: float
    """Of all groups together."""
    pairs: tuple[tuple[str, float], ...]
    """Neighbors as they would stand in a line of tokens, and how much they weigh together; ``the`` beside ``of`` is none."""
    missing: tuple[Word, ...]


def understand(query: Query, steering: Steering, *, is_typing: bool = False) -> Understood:
    """``is_typing`` takes the last word for the beginning of one. A few queries on the vocabulary, whatever the words."""
    words: dict[str, Word] = {}
    for word in query.words:
        words.setdefault(word.token, word)
    groups = {token: Group(word) for token, word in words.items()}
    known = vocabulary.frequencies(_wanted(words.values()))
    for group in groups.values():
        _take_known(group, known)
    _take_synonyms(query, groups, steering)
    unknown = [group for group in groups.values() if not group.forms]
    last = groups.get(query.words[-1].token) if query.words else None
    _take_splits(unknown)
    _take_beginnings(groups.values(), last, is_typing=is_typing)
    _take_corrections(unknown)
    _take_doubts(group for group in groups.values() if group.word.token in known)
    _weigh(groups.values(), steering.articles)
    for group in groups.values():
        group.settle()
    asked = [group for group in groups.values() if not group.is_function]
    held = tuple(group for group in asked if group.forms)
    return Understood(
        query,
        held,
        sum(group.weight for group in held) or 1.0,
        _pairs([groups[word.token] for word in query.words]),
        missing=tuple(group.word for group in asked if not group.forms),
    )


def _pairs(order: Sequence[Group]) -> tuple[tuple[str, float], ...]:
    pairs = {
        f" {one.token} {other.token} ": one.weight + other.weight
        for one, other in pairwise(order)
        if one.token and other.token and not (one.is_function and other.is_function)
    }
    return tuple(pairs.items())


def _wanted(words: Iterable[Word]) -> set[str]:
    wanted: set[str] = set()
    for word in words:
        wanted.update((word.token, *word.joined, *inner_numbers(word.folded)))
        if match := _LETTERS_DIGITS.match(word.folded):
            wanted.update((token_of(match[1]), match[2].lstrip("0")))
        wanted.update(_NUMBER.findall(word.folded))
    return wanted


def _take_known(group: Group, known: Mapping[str, int]) -> None:
    word = group.word
    for token in (word.token, *word.joined):
        if token in known:
            group.take((token,), 1.0, known[token])
    if group.forms or not word.is_code or "." in word.folded:
        return
    if match := _LETTERS_DIGITS.match(word.folded):
        letters, digits = token_of(match[1]), match[2].lstrip("0")
        if letters in known and digits in known:
            group.take((letters, digits), 0.8, min(known[letters], known[digits]))
    for number in (*inner_numbers(word.folded), *_NUMBER.findall(word.folded)):
        if number in known and number != word.folded:
            group.take((number,), 0.6, known[number])


def _take_synonyms(query: Query, groups: Mapping[str, Group], steering: Steering) -> None:
    """Wherever a phrase of a synonym stands, each of its words may be any of the others."""
    if not steering.synonyms:
        return
    tokens = [word.token for word in query.words]
    found = [
        (phrase, others)
        for phrase, others in steering.synonyms.items()
        if any(tuple(tokens[n : n + len(phrase)]) == phrase for n in range(len(tokens)))
    ]
    known = vocabulary.frequencies({token for _, others in found for other in others for token in other})
    for phrase, others in found:
        for other in others:
            if all(token in known for token in other):
                for token in phrase:
                    groups[token].take(other, _SYNONYM, min(known[token] for token in other))


def _take_splits(unknown: Collection[Group]) -> None:
    """``signin`` where only ``sign in`` is known."""
    splits = {
        (group.word.token, token_of(word[:n]), token_of(word[n:]))
        for group in unknown
        if is_spelled(word := group.word.folded)
        for n in range(2, len(word) - 1)
    }
    known = vocabulary.frequencies({token for _, *halves in splits for token in halves})
    for group in unknown:
        best = max(
            (
                (min(len(first), len(second)), first, second)
                for token, first, second in splits
                if token == group.word.token and first in known and second in known
            ),
            default=None,
        )
        if best:
            group.take(best[1:], 0.7, min(known[best[1]], known[best[2]]))


def _take_beginnings(groups: Iterable[Group], last: Group | None, *, is_typing: bool) -> None:
    for group in groups:
        word = group.word.folded
        is_half = group is last and len(word) > 1 and (is_typing or group.articles < _FEW)
        if is_half or (not group.forms and len(word) > 2):
            most = _WHOLE if group.forms and not is_typing else 0.95 if group is last else 0.85
            for whole, term, articles in backend().words_beginning(word, _EXPANDED):
                group.take((term,), most - min(0.3, 0.03 * (len(whole) - len(word))), articles)


def _take_corrections(unknown: Sequence[Group]) -> None:
    for group in unknown[:_MOST_CORRECTED]:
        if not is_spelled(group.word.folded):
            continue
        candidates = corrections(group.word.folded, vocabulary.spelled_like(group.word.folded))
        for number, (word, term, factor, articles) in enumerate(candidates):
            if number == 0 and not any(value > factor for value in group.forms.values()):
                group.corrected = word
            group.take((term,), factor, articles)


def _take_doubts(known: Iterable[Group]) -> None:
    """A word that hardly any article has may be a typo in that article: what is nearly like it and usual is found too."""
    doubtful = [group for group in known if group.articles <= _DOUBTFUL and is_spelled(group.word.folded)]
    for group in doubtful[:_MOST_DOUBTED]:
        word, own = group.word.folded, group.articles
        if len(word) >= _LONG_ENOUGH_TO_DOUBT:
            for _, term, _, articles in corrections(word, vocabulary.spelled_like(word), most=1):
                if articles >= _MORE_USUAL * own:
                    group.take((term,), _DOUBTED, articles)


def _weigh(groups: Collection[Group], articles: int) -> None:
    """Rare words weigh more. Words such as ``how`` and ``the`` are left out, unless there are no others."""
    functions = function_words(language())
    is_all_function = all(group.word.folded in functions for group in groups if group.forms)
    for group in groups:
        group.is_function = group.word.folded in functions and not is_all_function
        held = min(articles, group.articles)
        weight = math.log(1 + (articles - held + 0.5) / (held + 0.5))
        group.weight = weight * (_FUNCTION_WEIGHT if group.is_function else 1)
