"""Error codes in titles and texts."""

import re
from collections.abc import Iterable, Iterator

from troubleshooting.documents.folding import fold_code

MOST = 20
_MOST_TOLD = 8
"""Codes in a text that is about each of them; one that names more lists them."""

_HEXADECIMAL = re.compile(r"(?<![\w#])0x[0-9A-Fa-f]{4,16}\b")
_MAIL = re.compile(r"(?<![\d.])(?:[45]\d\d[ -][#]?)?[45]\.\d{1,3}\.\d{1,3}(?![\d.]\d|\w)")
_MAIL_ALONE = re.compile(r"[45]\.\d")
_NAMED = re.compile(
    r"(?<!\w)(?P<name>event\s+id|http(?:\s+(?:error|status(?:\s+code)?))?|(?:sip\s+)?response\s+code|status\s+code|stop\s+code|exit\s+code|"
    r"error(?:\s+(?:code|number|id|message))?|err|code|fault|exception|ndr|ID)s?\s*[:#=]?\s*[\"“'`(\[*]*\s*"
    r"(?P<code>(?:(?<![\w#])-)?\d{2,11}(?:[.-]\d{1,4}){0,3}|[A-Z]{1,8}-?\d{2,8}[A-Z]?|[A-Z]+(?:_[A-Z0-9]+)+)(?![\w.]\w|%|\w)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"(?<![\w/.\\-])([A-Z]{1,8})-?(\d{3,8})(?:[A-Z])?(?![\w-]|\.\w)")
_CONSTANT = re.compile(
    r"(?<![\w/])(?:ERR|ERROR|E|STATUS|SEC_E|SSL|NS|DNS_PROBE|NET|WU_E|CERT|HRESULT|SEC)_[A-Z0-9]+(?:_[A-Z0-9]+)*\b"
)
_NO_CODES = frozenset({
    "AES", "ADO", "CP", "CVE", "DDR", "EN", "FIPS", "IE", "IEEE", "IPV", "ISO", "KB", "LPT", "MD", "MET", "MSO", "NET", "NTLM", "O", "OFFICE", "PDF",
    "RFC", "RS", "RSA", "SHA", "SMB", "SP", "SQL", "UTF", "USB", "V", "VS", "WIN", "X", "XP", "M", "KIR", "CU", "RU", "OS", "H", "A", "P",
})  # fmt: skip
"""What stands before the number of a product, a standard, an update."""
_KEPT_WITH_NAME = {
    "event id": "Event ID",
    "http": "HTTP",
    "http error": "HTTP",
    "http status": "HTTP",
    "http status code": "HTTP",
}


def codes_of(titles: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """What an article is about: the codes of its titles, and those of its texts unless these are a whole list of codes.

    Each code once in whatever form, in the order in which they are named.
    """
    found = _named_in(titles)
    told = {folded: code for folded, code in _named_in(texts).items() if folded not in found}
    if len(told) <= _MOST_TOLD:
        found |= told
    return tuple(found.values())[:MOST]


def _named_in(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        for _, code in sorted(_codes(text)):
            found.setdefault(fold_code(code) or code, code)
    return found


def _codes(text: str) -> Iterator[tuple[int, str]]:
    taken: list[tuple[int, int]] = []

    def is_free(found: re.Match[str]) -> bool:
        free = all(found.end() <= start or found.start() >= end for start, end in taken)
        taken.append(found.span())
        return free

    for pattern in (_HEXADECIMAL, _MAIL, _CONSTANT):
        yield from ((found.start(), found[0].replace("#", "")) for found in pattern.finditer(text) if is_free(found))
    for found in _NAMED.finditer(text):
        if is_free(found) and (code := _named(found)):
            yield found.start(), code
    for found in _LETTERS.finditer(text):
        if found[1] not in _NO_CODES and is_free(found) and (len(found[1]) > 1 or "-" in found[0]):
            yield found.start(), found[0]


def _named(found: re.Match[str]) -> str:
    code, name = found["code"], " ".join(found["name"].lower().split())
    if not any(character.isdigit() for character in code) and "_" not in code:
        return ""
    letters = re.match(r"[A-Za-z]*", code)
    if letters and letters[0].upper() in _NO_CODES:
        return ""
    if code[:1].isalpha() and not code[:1].isupper():
        return ""
    if name == "id":
        return ""
    if name in _KEPT_WITH_NAME and code.isdecimal():
        return f"{_KEPT_WITH_NAME[name]} {code}"
    return code
