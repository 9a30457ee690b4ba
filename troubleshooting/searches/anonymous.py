"""What of a query may be kept: the words of the problem, and nothing that could name a person or a thing of theirs."""

import re
import unicodedata

from troubleshooting.documents.folding import fold_text
from troubleshooting.models.searching import QUERY_LENGTH

_GONE = "\0"
"""Stands where something was taken out, so that its neighbors do not become one number."""
_CODE = r"""(?P<code>
    \b0x[0-9a-f]{1,8}\b(?!@)                                          # of a system, such as 0x80070005
    | (?<![\w@+.-])(?:
        [245]\d\d[ -][245](?:\.\d{1,3}){2}                            # of a mail server, such as 550 5.7.64
        | kb\d{6,7} | aadsts\d{4,8} | caa[0-9a-f]{5} | err(?:or)?[-_]?\d{1,8}
      )(?![\w@]|[.-]\w)
    )(?!\s+@|\s*[(\[]\s*at\s*[)\]])"""
"""Families of codes that look like long numbers or ids and stay all the same."""
_WORDS = re.compile(
    rf"""
    {_CODE}
    | "[^"@]*"@\S*                                              # e-mail addresses and names of accounts
    | \S*\s*[(\[]\s*at\s*[)\]]\s*\S*
    | \S*(?:@|%40)\S* | \S+\s+@\s+\S+
    | \S*\\\S* | \S*/(?:home|users)/\S*                         # accounts of a domain, paths to somebody's files
    | \S*(?:://|\bwww\.)\S* | \S*\?\S*=\S*                      # addresses of pages: anything may stand in them
    | [\w-]+(?:\.[\w-]+)*\.[^\W\d_]{{2,}}(?::\d+)?/\S+
    | (?<![\w.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?![\w.])\S*       # addresses of machines; times of day look like them
    | (?<![\w:])(?=[0-9a-f:]*\d)(?:[0-9a-f]{{0,4}}:){{2,7}}[0-9a-f]{{0,4}}\S*
    | \b[0-9a-f]{{2}}(?:-[0-9a-f]{{2}}){{5}}\b
    | \b\d{{4}}-\d\d-\d\d(?!\d)[\w:.+-]*                        # days; numbers of accounts, orders, telephones
    | (?:(?<!\w)[+(0][\d\s()./-]{{1,12}}(?<!\w))?\w*\d{{7,}}\w*
    | \b(?=[a-f-]*\d)[0-9a-f]{{4,}}(?:-?[0-9a-f]{{4,}})+\b      # ids in hexadecimal digits
    | \w*(?<![^\W_])(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]{{16,}}\w*
    | \b\d*(?:[^\W\d_]+\d+){{3,}}\w*                            # other ids: letters and digits mixed
    | \b(?=[a-z-]*\d)[0-9a-z]{{5}}(?:-[0-9a-z]{{5}}){{2,}}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERS = re.compile(
    rf"""
    {_CODE}
    | \b[a-z]{{2}}\d\d[\s-]?(?:[a-z]{{4}}[\s-]?)?\d(?:[\s-]?\d){{6,}}\w*   # bank accounts
    # Telephone and card numbers, dates. A comma with a space after it, or a code such as E-4012, is not part of one.
    | (?<!\w)(?<![^\W\d_]-)\d(?:(?:[\s()./+·•\u2010-\u2015\u2212-]|,(?!\s)){{0,5}}\d){{6,}}\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)

_LAST_WORD = re.compile(r"\S+$")
"""Of a query that may have been cut: half an address is still a name."""
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})


def anonymous(query: str) -> str:
    """The query folded and without what may name somebody; ``""`` when nothing else was in it.

    Kept are words, numbers of up to six digits, letters glued to up to six digits (E-4012, NU1101), the families of codes
    above. Other long numbers, ids and addresses go.
    """
    if len(query) >= QUERY_LENGTH:
        query = _LAST_WORD.sub("", query[:QUERY_LENGTH])
    kept = _as_it_looks(query)
    for personal in (_WORDS, _NUMBERS):
        kept = personal.sub(lambda match: match["code"] or _GONE, kept)
    return fold_text(kept)[:QUERY_LENGTH].strip()


def _as_it_looks(query: str) -> str:
    """Without signs that nobody sees and that could stand inside a number."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", query))
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
