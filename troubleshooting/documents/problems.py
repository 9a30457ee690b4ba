"""What is wrong with an article, said so that its editor can mend it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """An error keeps an article from being published, a warning does not.

    ``line`` counts in the whole file from 1. ``node`` is the path of keys to the node that is meant, such as
    ``bank-change/unsure`` or ``new-details/reconnect/sign-in``; a field of the header is ``@slug``, the article ``""``.
    """

    severity: Literal["error", "warning"]
    message: str
    line: int | None = None
    node: str = ""
