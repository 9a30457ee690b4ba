"""What came of asking one address."""

from dataclasses import dataclass

from troubleshooting.models.freshness import Result

FAILING = frozenset({Result.BROKEN, Result.TIMEOUT})


@dataclass(frozen=True)
class Outcome:
    """``result`` is None when the server was too busy to say: then what is known of the address stays known."""

    result: Result | None
    detail: str = ""
    status: int | None = None
    moved_to: str = ""
