"""Which causes and fixes the headings of an article make."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.strategies import ANYTHING, HOSTILE_LINES
from tests.importing.nothing_lost import losses
from tests.importing.test_markdown_dialects import converted, document_of
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.lint import lint
from troubleshooting.documents.markdown import normalize
from troubleshooting.documents.schema import ArticleDocument, FixRole
from troubleshooting.importing.drafts import SourceFile
from troubleshooting.importing.markdown import peek

STEPS = "1. Open it.\n2. Close it."


def article(*parts: str, header: str = "") -> ArticleDocument:
    """Nothing of it is lost, and nothing in it keeps it from being published."""
    text = (f"---\n{header}\n---\n" if header else "") + "\n\n".join(["# The sync stops", *parts]) + "\n"
    document = document_of(converted(text))
    assert not losses(text, document)
    catalog = Catalog(topics={document.topic: "x"}, products=dict.fromkeys(document.products, "x"))
    assert [problem for problem in lint(document, catalog) if problem.severity == "error"] == []
    return document


def shape(document: ArticleDocument) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (scenario.title, [(fix.title, len(fix.steps)) for fix in scenario.fixes]) for scenario in document.scenarios
    ]


def test_symptoms_cause_and_resolution() -> None:
    document = article(
        "## Symptoms",
        "It stops.",
        "## Cause",
        "The clock is wrong.",
        "## Resolution",
        STEPS,
        "## More information",
        "See there.",
    )
    assert shape(document) == [("Cause: The clock is wrong.", [("Resolution", 2)])]
    assert "### Symptoms" in document.body[0].markdown
    assert "See there." in document.contact.body[0].markdown


def test_numbers_pair_causes_with_resolutions() -> None:
    document = article(
        "## Cause 1: No network",
        "x",
        "## Cause 2: No power",
        "y",
        "## Resolution for cause 2",
        STEPS,
        "## Resolution for cause 1",
        STEPS,
    )
    assert shape(document) == [
        ("Cause 1: No network", [("Resolution for cause 1", 2)]),
        ("Cause 2: No power", [("Resolution for cause 2", 2)]),
    ]


def test_pairs_without_numbers_follow_each_other() -> None:
    document = article(
        "## Cause", "One thing.", "## Solution", STEPS, "## Cause", "Another thing.", "## Solution", STEPS
    )
    assert [len(scenario.fixes) for scenario in document.scenarios] == [1, 1]


def test_methods_are_fixes_of_one_cause() -> None:
    document = article(
        "## Cause",
        "Why.",
        "## Resolution",
        "Try these.",
        "### Method 1: Restart",
        STEPS,
        "### Method 2: Reset",
        STEPS,
        "## Workaround",
        "Wait.",
    )
    assert shape(document) == [("Cause: Why.", [("Method 1: Restart", 2), ("Method 2: Reset", 2), ("Workaround", 1)])]
    assert [fix.role for fix in document.scenarios[0].fixes] == [FixRole.PRIMARY, FixRole.FALLBACK, FixRole.FALLBACK]


def test_problems_with_their_own_fixes_are_scenarios() -> None:
    document = article(
        "## It fails at once",
        "### Cause",
        "The door is shut.",
        "### Solution",
        STEPS,
        "## It fails later",
        "### Solution",
        STEPS,
    )
    assert [len(scenario.fixes) for scenario in document.scenarios] == [1, 1]
    assert document.scenarios[0].title.startswith("It fails at once")
    assert document.scenarios[1].title == "It fails later"


def test_steps_under_headings_are_steps() -> None:
    document = article("## Resolution", "### Step 1: Look", "Look at it.", "### Step 2: Act", STEPS)
    assert shape(document) == [("The sync stops", [("Resolution", 2)])]


def test_a_list_that_goes_on_counting_goes_on_with_the_steps() -> None:
    document = article("## Resolution", "1. One.\n2. Two.", "```\nrun\n```", "3. Three.", "Done.", "- not a step")
    fix = document.scenarios[0].fixes[0]
    assert [len(step.body) for step in fix.steps] == [1, 1, 1]
    assert "run" in fix.steps[1].body[0].markdown
    assert fix.outcome


def test_an_article_with_steps_alone_has_one_scenario_by_its_title() -> None:
    assert shape(article("Do this:", STEPS)) == [("The sync stops", [("The sync stops", 2)])]


def test_an_article_of_text_alone_can_be_published_and_says_that_it_was_a_guess() -> None:
    draft = converted("# The sync stops\n\nIt does.\n\nCall somebody.\n")
    assert any("no numbered list" in problem.message for problem in draft.problems)
    article("It does.", "Call somebody.")


def test_the_header_gives_title_summary_topic_and_products() -> None:
    document = article(
        "Text.",
        STEPS,
        header="title: Another & <better> title\ndescription: What it is about.\nappliesto:\n- Word 2019\n- ✅ <a href=x>Excel</a>\nms.custom:\n- sap:Mail Flow\\Other",
    )
    assert document.title == "Another & <better> title"
    assert document.summary == "What it is about."
    assert (document.topic, document.products) == ("mail-flow", ("word-2019", "excel"))
    assert "**The sync stops**" in document.body[0].markdown


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Error 324 appears", ("324",)),
        ("NDR 550 5.7.64 TenantAttribution", ("550 5.7.64",)),
        ("NU1011 or 0x80070005 in Visual Studio", ("NU1011", "0x80070005")),
        ("E-4012: cannot pay", ("E-4012",)),
        ("AADSTS50105 when you sign in", ("AADSTS50105",)),
        ("Event ID 17018 and HTTP 503", ("Event ID 17018", "HTTP 503")),
        ("ERR_CONNECTION_RESET in Chrome", ("ERR_CONNECTION_RESET",)),
        ("Exchange Server 2016 with SHA256, KB4012598 and POP3", ()),
    ],
)
def test_codes_are_found_in_titles(title: str, codes: tuple[str, ...]) -> None:
    assert document_of(converted(f"# {title}\n\nText.\n")).codes == codes


def test_an_article_that_lists_many_codes_is_about_those_of_its_title() -> None:
    def codes(count: int) -> tuple[str, ...]:
        lines = "".join(f"- Error code 60{number:02}\n" for number in range(count))
        return document_of(converted(f"# Error 5000\n\n## Symptoms\n\n{lines}\n## Cause\n\nA setting.\n")).codes

    assert codes(3) == ("5000", "6000", "6001", "6002")
    assert codes(12) == ("5000",)


def test_what_follows_a_name_in_an_address_is_no_code() -> None:
    text = "See [what was returned](https://example.com/help#ndr-550-4-4-7)."
    assert document_of(converted(f"# Mail comes back\n\n{text}\n")).codes == ()


def test_peek_proposes_the_title_and_a_slug() -> None:
    assert peek(SourceFile(PurePosixPath("a/Sync-Stops.md"), b"# It stops\n")) == ("It stops", "sync-stops")
    assert peek(SourceFile(PurePosixPath("a.md"), b"```\n# a comment\n```\n\n# It stops\n"))[0] == "It stops"
    assert peek(SourceFile(PurePosixPath("sync/index.md"), b"---\ntitle: T\n---\n")) == ("T", "sync")


def test_a_title_or_summary_that_is_too_long_is_whole_in_the_text() -> None:
    title, about = "word " * 60, "about " * 120
    document = document_of(converted(f"---\ntitle: {title}\ndescription: {about}\n---\nText.\n"))
    text = document.body[0].markdown
    assert len(document.title) <= 200 < len(title)
    assert title.strip() in text
    assert about.strip() in text


HEADINGS = [
    "# Top",
    "## Symptoms",
    "## Cause",
    "## Cause 2: Other",
    "### Resolution for cause 2",
    "## Resolution",
    "### Method 1",
    "## Step 1: Go",
    "## More information",
    "## It fails",
    "**Method 2**",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*HEADINGS, *ANYTHING, *HOSTILE_LINES]), min_size=1, max_size=9))
def test_nothing_is_lost_and_the_draft_can_be_saved(parts: list[str]) -> None:
    text = "\n\n".join(parts) + "\n"
    draft = converted(text)
    document = document_of(draft)
    assert normalize(document).document == document
    assert not losses(text, document)
