"""The forms in which codes and words are compared, the same for what is stored and what is asked."""

import re
import unicodedata

_CODE_WORDS = re.compile(r"^(?:(?:error|err|code|fehler)(?![^\W\d_])[\s:#._-]*)+", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")


def fold_text(text: str) -> str:
    """Lower-case words without accents, separated by single spaces: ``Schlägt FEHL!`` gives ``schlagt fehl``."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def fold_code(text: str) -> str:
    """``324``, ``Error 324``, ``err-324``, ``0324`` and full-width digits all give ``324``; a code without a sign in it gives ``""``."""
    plain = unicodedata.normalize("NFKC", text).strip()
    folded = _NOT_WORD.sub("", _CODE_WORDS.sub("", plain) or plain).casefold()
    return folded.lstrip("0") or "0" if folded.isdecimal() else folded
