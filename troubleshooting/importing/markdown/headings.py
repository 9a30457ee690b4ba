"""What a heading says about the text below it."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["intro", "cause", "fix", "more", "step", "other"]


class Meaning(NamedTuple):
    kind: Kind
    number: int | None = None
    """Of the cause that it names or is the answer to."""
    is_method: bool = False
    """Whether its number counts ways to the same end rather than causes."""
    is_bare: bool = False
    """Whether it says nothing besides its kind, such as "Cause 2"."""


_NUMBER = r"(?:\d{1,3}|[A-H]|one|two|three|four|five|six|seven|eight|nine|ten|I{1,3}|IV|VI{0,3})"
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {word: number for number, word in enumerate(_COUNTED, start=1)}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}

_FOR_CAUSE = re.compile(
    rf"\b(?:for|of|to|with)\s+(?:the\s+)?(?:cause|symptom|issue|problem|reason|scenario|error)s?\s*\#?\s*({_NUMBER})\b",
    re.IGNORECASE,
)
_OWN = re.compile(rf"^[\w'-]+(?:\s+steps)?\s*\#?\s*({_NUMBER})\b(?![.]\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"^(first|second|third|fourth|fifth)\b", re.IGNORECASE)

_ADJECTIVE = r"(?:(?:possible|potential|likely|probable|common|known|root|main|underlying|recommended|suggested|alternative|alternate|additional|temporary|permanent|quick|possible|general|client|server|client-side|server-side|manual|first|second|third|other|user|admin|your|the)\s+)*"
_WRITTEN: tuple[tuple[Kind, str], ...] = (
    ("step", rf"step\s*\#?\s*{_NUMBER}\b|\d{{1,2}}\s*[.)]\s+\S"),
    ("cause", rf"{_ADJECTIVE}(?:causes?|reasons?)(?=\s*(?:$|[:\d(.–—-]|{_NUMBER}\b|for\b|of\b|and\b|why\b))"),
    (
        "cause",
        r"(?:why\s+(?:did|does|do|is|am|are|was|has|have|this|it|i)\b|what\s+(?:causes|caused|is\s+causing|triggers)\b|diagnosis$|explanation$|analysis$)",
    ),
    (
        "fix",
        rf"{_ADJECTIVE}(?:resolutions?|solutions?|fix(?:es)?|work[- ]?arounds?|mitigations?|remed(?:y|ies)|corrective\s+actions?|actions?)(?=\s*(?:$|[:\d(.–—-]|{_NUMBER}\b|for\b|to\b|of\b|and\b|steps?\b|by\b|in\b|if\b|using\b|on\b|with\b))",
    ),
    (
        "fix",
        rf"(?:method|option|approach|workaround|solution|resolution|fix|alternative|way|procedure|scenario\s+solution)\s*\#?\s*{_NUMBER}\b",
    ),
    (
        "fix",
        r"(?:how\s+(?:to|do\s+i|do\s+you|can\s+i|do\s+we|can\s+you)\s+(?:fix|resolve|solve|work\s+around|troubleshoot|correct|repair|mitigate|prevent)|to\s+(?:fix|resolve|solve|work\s+around|correct|mitigate|prevent)\b)",
    ),
    (
        "fix",
        r"(?:(?:troubleshooting|resolution|recovery|detailed|the)\s+)*steps?(?:\s+to\s+(?:fix|resolve|take|try|follow|solve)\b.*|\s*$)|troubleshoot(?:ing)?(?:\s*$|\s+the\s+(?:issue|problem|error))|what\s+(?:to\s+do|you\s+can\s+do|can\s+you\s+do|can\s+i\s+do|should\s+(?:i|you)\s+do)|resolve\s+(?:the|this)\s+(?:issue|problem|error)|fix\s+(?:the|this)\s+(?:issue|problem|error)|procedure\s*$|action\s+plan|instructions?\s*$",
    ),
    ("fix", r".*\bhow\s+(?:do|can)\s+(?:i|you)\s+(?:fix|resolve|solve)\b"),
    (
        "more",
        r"(?:more|additional|further|related|other|useful)\s+(?:info|information|details?|resources?|help|reading|articles?|content|links?|topics?|documentation|references?|guidance|considerations?)\b|references?\s*$|see\s+also|related\s*$|next\s+steps?|status\s*$|still\s+(?:need|have|having|stuck|not\s+working)\b|need\s+(?:more\s+)?help|get(?:ting)?\s+(?:more\s+)?(?:help|support)|feedback|learn\s+more|resources\s*$|contact\s+(?:us|support|microsoft)|(?:third[- ]party\s+)?(?:\w+\s+)?disclaimers?|support\s*$|credits?\s*$|changelog|glossary",
    ),
    (
        "intro",
        rf"{_ADJECTIVE}(?:symptoms?|problems?|issues?|errors?|error\s+(?:messages?|codes?|details?|description)|problem\s+(?:description|statement|summary)|issue\s+(?:description|details|summary)|details?)\s*(?:\#?\s*{_NUMBER})?\s*(?:$|[:–—]|-\s)|(?:symptom|issue|problem)\s*\#?\s*{_NUMBER}\b",
    ),
    (
        "intro",
        r"(?:summary|introduction|intro|overview|description|background|applies\s+to|prerequisites?|requirements?|before\s+you\s+(?:begin|start)|abstract|what(?:'s|\s+is)\s+(?:happening|the\s+(?:problem|issue|error))|about\s+this\s+(?:article|error|issue)|in\s+this\s+article|table\s+of\s+contents|contents|original\s+product\s+version)\b\s*[:?]?\s*$",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _WRITTEN)
_PROBLEM = re.compile(
    r"\?\s*$|\b(?:error|errors|fail|fails|failed|failing|failure|can't|cannot|can\s+not|couldn't|could\s+not|won't|unable|not\s+(?:working|work|found|available|show\w*|"
    r"appear\w*|load\w*|respond\w*|start\w*|sync\w*|receiv\w*|allowed|supported|recogni\w*)|doesn't|does\s+not|isn't|is\s+not|don't|missing|invalid|denied|refused|"
    r"timeout|timed\s+out|crash\w*|slow|stuck|broken|problems?|issues?|warning|exception|blocked|rejected|expired|exceeded|0x[0-9a-f]{4,}|lost|unexpected\w*|wrong|conflict\w*)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def meaning(title: str) -> Meaning:
    text = title.replace("\u2019", "'").strip(" *_#:\u00a0")
    for kind, pattern in _PATTERNS:
        if found := pattern.match(text):
            rest = text[found.end() :].strip(" :.-–—#()")
            is_bare = not rest or re.fullmatch(_NUMBER, rest, re.IGNORECASE) is not None
            named = _FOR_CAUSE.search(text)
            number = _number(named[1]) if named else _own_number(text)
            is_method = not named and text.casefold().startswith(
                ("method", "option", "approach", "alternative", "way", "procedure")
            )
            return Meaning(kind, number, is_method, is_bare)
    return Meaning("other")


def _own_number(text: str) -> int | None:
    found = _OWN.match(re.sub(rf"^{_ADJECTIVE}", "", text, flags=re.IGNORECASE))
    if found:
        return _number(found[1])
    ordinal = _ORDINAL.match(text)
    return ("first", "second", "third", "fourth", "fifth").index(ordinal[1].lower()) + 1 if ordinal else None


def _number(written: str) -> int:
    word = written.casefold()
    if word.isdecimal():
        return int(word)
    return _WORDS.get(word) or _ROMAN.get(word) or ord(word[0]) - ord("a") + 1


def names_a_problem(title: str) -> bool:
    return _PROBLEM.search(title.replace("\u2019", "'")) is not None
