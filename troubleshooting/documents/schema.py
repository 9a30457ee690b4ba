"""The typed tree of an article. Every node has a key that survives edits, moves and restores.

A *block* is content of a node (text or a callout) and has no key of its own. Markdown in a block is
CommonMark with tables and strikethrough, without raw HTML and without level 1 or 2 headings, which
are the document's own structure.
"""

import re
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION: Final = 1

KEY_LENGTH = 60
CONTACT = "contact"
"""The target of a choice that leads to support instead of a scenario."""
UNSURE = "unsure"
"""The key of the choice "I'm not sure" that every question offers."""
RESERVED_KEYS = frozenset(
    {CONTACT, "tried", "dismissed", "start", "main"}
    | {"scenario", "fix", "verdict", "revision", "comment", "visit", "name", "email", "message", "website"}
)
"""Names that mean something else in a guide's URL, in a page or in a form; no question, scenario or fix may have them."""

_KEY_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
KEY = re.compile(_KEY_PATTERN)

Key = Annotated[str, StringConstraints(pattern=_KEY_PATTERN, max_length=KEY_LENGTH)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
Markdown = Annotated[str, StringConstraints(min_length=1)]


class Node(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Node):
    kind: Literal["text"] = "text"
    markdown: Markdown


class Callout(Node):
    """A boxed remark. ``before`` is "Before you start", the others are named by their kind."""

    kind: Literal["note", "important", "tip", "warning", "before"]
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\r\n]*$")] = ""
    markdown: Markdown


Block = Annotated[Text | Callout, Field(discriminator="kind")]
Blocks = tuple[Block, ...]


class Step(Node):
    key: Key
    body: Blocks = ()
    destination: Key | None = None
    """Key of the managed deep link that "Take me there" opens."""
    procedure: Key | None = None
    """Key of a shared procedure whose steps stand in this one's place; it then has neither body nor destination."""


class FixRole(StrEnum):
    PRIMARY = "fix"
    FALLBACK = "fallback"
    FOLLOW_UP = "follow-up"


class Fix(Node):
    """A procedure. A fallback is tried when the fixes above did not help; a follow-up comes after one that did."""

    key: Key
    title: Line
    role: FixRole = FixRole.PRIMARY
    body: Blocks = ()
    steps: tuple[Step, ...] = ()
    outcome: Blocks = ()
    """What to know once the steps are done; shown after them."""


class Scenario(Node):
    key: Key
    title: Line
    body: Blocks = ()
    fixes: tuple[Fix, ...] = ()


class Choice(Node):
    key: Key
    label: Line
    to: Key
    """Key of a question or a scenario of the same article, or ``contact``."""


class Question(Node):
    key: Key
    title: Line
    body: Blocks = ()
    choices: tuple[Choice, ...] = ()


class ChecklistItem(Node):
    key: Key
    label: Line


class Contact(Node):
    """What a visitor has ready before support is asked."""

    body: Blocks = ()
    checklist: tuple[ChecklistItem, ...] = ()


class ArticleDocument(Node):
    """One article. Scenarios stand in the editor's order; the first question is where the guide starts."""

    schema_version: Literal[1] = SCHEMA_VERSION
    title: Line
    slug: Key
    codes: tuple[Line, ...] = ()
    """The error code first, then its aliases."""
    topic: Key
    products: tuple[Key, ...] = ()
    publisher: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\r\n]*$")] = ""
    summary: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\r\n]*$")
    ]
    """One or two plain sentences; also what search results and link previews show."""
    body: Blocks = ()
    scenarios: tuple[Scenario, ...] = ()
    questions: tuple[Question, ...] = ()
    contact: Contact = Contact()

    def scenario(self, key: str) -> Scenario | None:
        return next((scenario for scenario in self.scenarios if scenario.key == key), None)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def scenario_of(self, fix_key: str) -> Scenario | None:
        return next((s for s in self.scenarios if any(fix.key == fix_key for fix in s.fixes)), None)

    def fix(self, key: str) -> Fix | None:
        return next((fix for scenario in self.scenarios for fix in scenario.fixes if fix.key == key), None)
