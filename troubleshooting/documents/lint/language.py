"""What can be told of English text by its words alone: sentences, actions, colors, how hard it is to read."""

import re
from collections.abc import Iterator
from unicodedata import category

_COMMON = frozenset({
    "the", "and", "to", "you", "that", "it", "with", "your", "this", "from", "not", "if", "can", "when", "are", "which", "be",
})  # fmt: skip
"""Words that other languages hardly have."""
_ENGLISH = 0.06
"""The share of such words; stiff English has little more."""

_VERBS = (
    "add|adjust|allow|answer|apply|approve|ask|assign|attach|browse|call|cancel|change|check|choose|clear|click|close"
    "|confirm|configure|connect|copy|create|cut|deactivate|decline|delete|deselect|disable|disconnect|dismiss|double-click"
    "|download|drag|edit|enable|enter|erase|exit|expand|export|fill|filter|find|finish|follow|go|hold|hover|import|insert"
    "|install|launch|link|locate|log|look|make|mark|move|name|navigate|note|open|paste|pick|plug|point|press|print|provide|quit"
    "|reactivate|reboot|reconnect|refresh|register|reinstall|reload|remove|rename|repeat|replace|reset|resize|restart|restore"
    "|resume|retry|return|review|right-click|run|save|scan|scroll|search|select|send|set|sign|start|stop|submit|swipe|switch"
    "|tap|test|tick|toggle|try|turn|type|uncheck|undo|uninstall|unlink|unplug|update|upload|use|verify|view|wait|write"
)
_CONNECTOR = r"(?:(?:and|then|next|now|finally|first|after that|afterwards|please|also)[\s,]+)*"
_PLACE = r"(?:(?:in|on|at|under|from|using)\b[^,.;:!?]*,\s*(?:and\s+)?(?:then\s+)?)?"
_ACTION = re.compile(rf"{_CONNECTOR}{_PLACE}{_CONNECTOR}(?:{_VERBS})\b", re.IGNORECASE)
"""How a sentence that tells to do something begins; "On the File tab, " may come first."""
_THEN = re.compile(rf"\bthen,?\s+(?:{_VERBS})\b", re.IGNORECASE)

_ALTERNATIVES = re.compile(r"\b(?:one|any|either|both) (?:or (?:both|more) )?of\b", re.IGNORECASE)

_COLORS = "red|green|blue|yellow|orange|purple|pink|violet|turquoise|brown"
_BARE = (
    "button|link|icon|text|dot|light|line|area|field|box|bar|banner|label|words?|letters|entry|entries|rows?|cells?|section"
    "|part|circle|one|ones|message|tile|tab|marker|item|items|option|options"
)
_NAMED = r"(?!\s+(?:labell?ed|named|called|marked|titled|with|that (?:says|reads)|[\"“']))"
_ONLY_COLOR = re.compile(
    rf"\bthe\s+(?:{_COLORS})\s+(?:{_BARE})\b{_NAMED}"
    rf"|\b(?:marked|shown|highlighted|displayed|written|printed|listed|outlined|colou?red|appears?)\s+in\s+(?:{_COLORS})\b"
    rf"|\b(?:turns?|becomes?|goes|lights? up|flashes|blinks)\s+(?:{_COLORS})\b"
    rf"|\b(?:is|are)\s+(?:{_COLORS})(?=\s*(?:[.,;:!?)]|$))",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?])[\"”')\]]*\s+|\n")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouysxz]es)$")


def is_visible(text: str) -> bool:
    """Whether there is more than spaces and characters without a shape, such as a zero-width space."""
    return any(category(character)[0] not in "ZC" and character != "\u2800" for character in text)


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Those of each line; a line also ends one."""
    return [sentence.strip() for sentence in _END.split(text) if sentence.strip()]


def is_english(text: str) -> bool:
    found = words(text.casefold())
    return sum(word in _COMMON for word in found) >= _ENGLISH * max(len(found), 1)


def offers_alternatives(text: str) -> bool:
    """Whether what follows is to be chosen from, not all to be done."""
    return _ALTERNATIVES.search(text) is not None


def actions(text: str) -> int:
    """Sentences that tell to do something."""
    return sum(_ACTION.match(sentence) is not None for sentence in sentences(text))


def thens(text: str) -> int:
    """The most times that one sentence goes on by "then" and something else to do."""
    return max((len(_THEN.findall(sentence)) for sentence in sentences(text)), default=0)


def shown_by_color(text: str) -> Iterator[str]:
    """Wording that tells things apart by their color alone."""
    return (found[0] for found in _ONLY_COLOR.finditer(text))


def reading_ease(text: str) -> float:
    """Flesch's measure: 100 is very easy, 30 what a scholar reads, 0 hardly readable."""
    found = words(text)
    if not found:
        return 100.0
    per_sentence = len(found) / max(sum(bool(words(sentence)) for sentence in sentences(text)), 1)
    return 206.835 - 1.015 * per_sentence - 84.6 * sum(map(_syllables, found)) / len(found)


def _syllables(word: str) -> int:
    word = word.casefold()
    return max(len(_VOWELS.findall(word)) - (_SILENT.search(word) is not None), 1)
