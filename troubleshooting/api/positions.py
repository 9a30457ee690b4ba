"""What the guide answers: one position, with a link for everything that can be said there.

The description knows each of these by its name alone, so none has that of a part of the document.
"""

from typing import Annotated, Literal

from pydantic import Field

from troubleshooting.api.answers import Answer, Href
from troubleshooting.documents.schema import FixRole, Key


class Content(Answer):
    """The same text twice; both are empty where there is none."""

    html: str = Field(description="Safe HTML, as the portal's own pages show it.")
    markdown: str = Field(description="CommonMark, with callouts as `> [!NOTE]`.")


class GivenAnswer(Answer):
    question: Key
    title: str = Field(description="What was asked.")
    choice: Key
    label: str = Field(description="What was answered.")
    href: Href = Field(description="Asks the question again.")


class TriedFix(Answer):
    scenario: Key
    fix: Key
    title: str


class Cause(Answer):
    key: Key
    title: str
    href: Href


class _Position(Answer):
    href: Href = Field(description="This position.")
    url: Href = Field(description="The same position as a page for people.")
    article: Href
    title: str
    body: Content
    answers: list[GivenAnswer] = Field(description="The answers that led here.")
    tried: list[TriedFix] = Field(description="What did not help, in the order it was tried.")
    dismissed: list[Key] = Field(description="Scenarios set aside as not the cause.")
    restart: Href
    contact: Href = Field(description="On to support from here.")


class GuideChoice(Answer):
    key: Key
    label: str
    is_chosen: bool = Field(description="Whether this answer has been given before.")
    href: Href = Field(description="Where the answer leads.")


class QuestionPosition(_Position):
    """A question: open the `href` of one of its choices."""

    kind: Literal["question"] = "question"
    key: Key
    number: int = Field(ge=1, description="Which question it is on the way here.")
    at_most: int = Field(ge=1, description="How many questions there can be on this way.")
    choices: list[GuideChoice] = Field(
        description="Every question of a linted article offers “I'm not sure”, `unsure`."
    )


class Destination(Answer):
    """A deep link into the product."""

    label: str
    url: str


class GuideStep(Answer):
    key: str = Field(description="Stable; a shared step has the key of its place, two hyphens and its own.")
    markdown: str
    destination: Destination | None


class GuideFix(Answer):
    key: Key
    title: str
    role: FixRole
    body: Content
    steps: list[GuideStep]
    steps_html: str = Field(description="All of them as one ordered list.")
    outcome: Content = Field(description="What to know once the steps are done.")


class Offer(Answer):
    """A fix to try now, and where each result leads."""

    fix: GuideFix
    solved: Href = Field(description="It helped: the page for people on which that can be said.")
    follow_ups: list[GuideFix] = Field(description="It helped: what is left to do then.")
    not_solved: Href = Field(description="It did not help: the next fix, the next cause, or at last contact.")


class ScenarioPosition(_Position):
    """A cause, and the fix to try for it now."""

    kind: Literal["scenario"] = "scenario"
    key: Key
    fits_answers: bool = Field(description="Whether the answers lead to it; otherwise it is another possible cause.")
    offer: Offer | None = Field(description="Null once every fix of this cause has been tried.")
    not_this: Href = Field(description="It is not this: the next cause, or contact.")
    other_causes: list[Cause]


class CausesPosition(_Position):
    """The list of causes, of an article without questions."""

    kind: Literal["causes"] = "causes"
    causes: list[Cause]


class ContactPosition(_Position):
    """Support: what to have ready. The page at `url` takes the message."""

    kind: Literal["contact"] = "contact"
    checklist: list[str]
    other_causes: list[Cause]


Position = Annotated[
    QuestionPosition | ScenarioPosition | CausesPosition | ContactPosition, Field(discriminator="kind")
]
