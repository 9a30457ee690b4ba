"""What reading a file brings to light besides the article: problems, and the lines of its nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from troubleshooting.documents.markdown.marks import is_key
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import KEY, KEY_LENGTH, Node

NodeT = TypeVar("NodeT", bound=Node)

KEY_RULE = f"Use at most {KEY_LENGTH} lower-case letters, digits and single hyphens between them, such as `sign-in`."


@dataclass
class Findings:
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def error(self, line: int, message: str, node: str = "") -> None:
        self.problems.append(Problem("error", message, line, node))

    def key(self, written: str | None, line: int) -> str | None:
        """A key that an editor wrote; None where there is none that can be used."""
        if written is None or is_key(written):
            return written
        self.error(line, f"`{written}` cannot be a key. {KEY_RULE}")
        return None

    def build(
        self, model: type[NodeT], values: Mapping[str, object], line: int, fields: Mapping[str, int] | None = None
    ) -> NodeT | None:
        """The node, or an error for each value that it cannot have; ``fields`` tells their lines where they differ."""
        try:
            return model.model_validate(values)
        except ValidationError as invalid:
            for details in invalid.errors(include_url=False):
                name = str(details["loc"][0])
                self.error((fields or {}).get(name, line), _explain(name, details))
            return None


_SPOKEN = {"to": "target", "codes": "code", "products": "product"}


def _explain(name: str, details: ErrorDetails) -> str:
    name = _SPOKEN.get(name, name)
    value, context = details["input"], details.get("ctx", {})
    if details["type"] == "missing":
        return f"The header has no `{name}`. Add a line `{name}: …`."
    if value == "" or details["type"] == "string_too_short":
        return f"The {name} is empty. Write one."
    if details["type"] == "string_too_long":
        return f"The {name} is longer than {context['max_length']} characters. Shorten it."
    if context.get("pattern") == KEY.pattern:
        return f"The {name} cannot be `{value}`. {KEY_RULE}"
    return f"The {name} has to stand on one line."
