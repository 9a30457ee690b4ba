"""Rows hold all of a document, and a form holds all of the rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.factory import CATALOG, make_document, make_fix, make_question, make_scenario, make_step, make_text
from tests.documents.strategies import FEW, documents
from troubleshooting.documents.catalog import Catalog, SharedProcedure
from troubleshooting.documents.markdown import print_document
from troubleshooting.documents.outline import (
    FIELDS,
    Header,
    MangledFormError,
    Outline,
    Row,
    document_of,
    draft_of,
    read_form,
    rows_of,
)
from troubleshooting.documents.schema import Callout, Step, Text


def as_form(outline):
    """What a browser sends of the page that shows these rows."""
    header = outline.header
    fields = {name: [getattr(header, name)] for name in ("title", "slug", "topic", "publisher", "summary")}
    fields |= {"codes": ["\r\n".join(header.codes)], "products": list(header.products)}
    fields["row"] = [f"{row.kind}:{row.key}" for row in outline.rows]
    for kind, names in FIELDS.items():
        for name in names:
            fields[f"{kind}-{name}"] = [row[name].replace("\n", "\r\n") for row in outline.rows if row.kind == kind]
    return fields


def new(row, **values):
    return Row(row, values=values)


def outline_of(*rows, **header):
    """A document without problems around the given rows."""
    start = rows_of(make_document(scenarios=(), questions=()))
    known = {row.kind for row in rows}
    ending = () if "contact" in known else (Row("contact"),)
    return Outline(Header(**{**vars(start.header), **header}), (*rows, *ending))


@FEW
@given(documents())
def test_rows_hold_all_of_a_document(document):
    assert document_of(rows_of(document)) == document


@FEW
@given(documents())
def test_a_form_holds_all_of_the_rows(document):
    outline = rows_of(document)
    assert read_form(as_form(outline)) == outline


@pytest.mark.parametrize("kinds", ["ct", "tc", "ctc", "cc", "t", ""])
def test_blocks_keep_their_order_wherever_they_stand(kinds):
    made = {"c": Callout(kind="tip", title="T", markdown="Careful."), "t": Text(markdown="Words.")}
    body = tuple(made[kind] for kind in kinds)
    step = Step(key="a", body=body, destination="bank-transactions")
    fix = make_fix(steps=(step,)).model_copy(update={"body": body, "outcome": body})
    document = make_document(scenarios=(make_scenario(fixes=(fix,), body=body),), body=body)
    assert document_of(rows_of(document)) == document


def test_new_nodes_get_the_keys_that_a_file_would_give_them():
    outline = outline_of(
        new("scenario", title="New details"),
        new("fix", role="fix", title="New details"),
        new("step", text="**Sign in** to the bank, then wait.", destination=""),
        new("step", text="Sign in to the bank then wait", destination=""),
        new("procedure", name="restart", text="", destination=""),
        Row("outcome"),
        new("fix", role="follow-up", title="…"),
        Row("outcome"),
        new("question", title="Contact"),
        new("choice", label="Yes", to="new-details"),
        new("choice", label="I’m not sure", to="contact"),
        Row("contact"),
        new("item", label="The name of your bank and branch"),
    )
    document = document_of(outline)
    scenario = document.scenarios[0]
    assert [scenario.key, *(fix.key for fix in scenario.fixes)] == ["new-details", "new-details-2", "follow-up"]
    assert [step.key for step in scenario.fixes[0].steps] == [
        "sign-in-to-the-bank-then", "sign-in-to-the-bank-then-2", "restart",
    ]  # fmt: skip
    assert document.questions[0].key == "contact-2"
    assert [choice.key for choice in document.questions[0].choices] == ["yes", "unsure"]
    assert document.contact.checklist[0].key == "the-name-of-your-bank-and"


def test_a_key_that_cannot_be_one_counts_as_none():
    outline = outline_of(Row("scenario", "@7", {"title": "New card"}), Row("question", "Ä!", {"title": "Which?"}))
    assert document_of(outline).scenario("new-card")
    assert document_of(outline).question("which")


def test_a_target_or_a_destination_may_be_given_by_its_name():
    catalog = Catalog(destinations=CATALOG.destinations, procedures={"restart": SharedProcedure("Restart the app", ())})
    outline = outline_of(
        new("scenario", title="New card"),
        new("fix", role="fix", title="Fix it"),
        new("step", text="Open it.", destination="bank TRANSACTIONS"),
        new("procedure", name="Restart the app", text="", destination=""),
        Row("outcome"),
        new("question", title="Which?"),
        new("choice", label="A", to=" new card "),
        new("choice", label="B", to="new-card"),
        new("choice", label="C", to="which?"),
        new("choice", label="D", to="nowhere"),
        new("choice", label="E", to="Contact"),
    )
    document = document_of(outline, catalog)
    assert [choice.to for choice in document.questions[0].choices] == [
        "new-card", "new-card", "which", "nowhere", "contact",
    ]  # fmt: skip
    steps = document.scenarios[0].fixes[0].steps
    assert (steps[0].destination, steps[1].procedure) == ("bank-transactions", "restart")


def test_new_rows_at_the_end_that_nobody_wrote_in_are_dropped():
    outline = outline_of(
        new("scenario", title="New card"),
        new("text", markdown=" \n "),
        new("fix", role="fix", title="Fix it"),
        new("step", text="One.", destination=""),
        new("step", text="", destination=""),
        new("step", text="Two.", destination=""),
        new("step", text="  ", destination=""),
        Row("outcome"),
        new("question", title="Which?"),
        new("choice", label="A", to="new-card"),
        new("choice", label="", to=""),
        Row("contact"),
        new("item", label=""),
    )
    document = document_of(outline)
    assert [len(step.body) for step in document.scenarios[0].fixes[0].steps] == [1, 0, 1]
    assert document.scenarios[0].body == ()
    assert len(document.questions[0].choices) == 1
    assert document.contact.checklist == ()


def test_an_emptied_step_that_was_saved_before_stays_to_be_asked_about():
    outline = outline_of(
        new("scenario", title="New card"),
        new("fix", role="fix", title="Fix it"),
        Row("step", "sign-in", {"text": "", "destination": ""}),
        Row("outcome"),
    )
    assert [step.key for step in document_of(outline).scenarios[0].fixes[0].steps] == ["sign-in"]


def test_texts_side_by_side_become_one():
    outline = outline_of(
        new("text", markdown="\n\nOne.\n"), new("text", markdown=""), new("text", markdown="Two.  \r\n\r\n")
    )
    assert document_of(outline).body == make_text("One.\n\nTwo.  ")


def test_line_breaks_in_a_line_become_spaces_and_a_missing_slug_follows_from_the_title():
    document = document_of(outline_of(title=" Error\r\n9 ", slug="", summary="One.\nTwo."))
    assert (document.title, document.slug, document.summary) == ("Error 9", "error-9", "One. Two.")


@FEW
@given(documents(), st.data())
def test_unfinished_rows_still_print_everything_that_was_typed(document, data):
    outline = rows_of(document)
    emptied = [
        Row(row.kind, row.key, dict.fromkeys(row.values, "") if row.kind in {"scenario", "choice"} else row.values)
        for row in outline.rows
    ]
    text = print_document(draft_of(Outline(Header(title=data.draw(st.text())), tuple(emptied))))
    for step in (step for s in document.scenarios for fix in s.fixes for step in fix.steps if step.body):
        assert step.body[0].markdown.split("\n")[-1] in text


@pytest.mark.parametrize(
    "rows",
    [
        "step:a", "scenario:a,step:b", "scenario:a,fix:b", "scenario:a,fix:b,outcome:,step:c", "contact:,contact:", "",
        "contact:,question:a", "question:a,scenario:b,contact:", "item:a,contact:", "nothing:a,contact:", "contact",
        f"question:{'a' * 101},contact:", "question:a,choice:b,text:,contact:",
    ],
)  # fmt: skip
def test_rows_that_no_page_sends_are_refused(rows):
    fields = {"row": rows.split(",") if rows else []}
    for kind, names in FIELDS.items():
        count = sum(row.startswith(f"{kind}:") for row in fields["row"])
        fields |= {f"{kind}-{name}": ["fix" if name == "role" else "note"] * count for name in names}
    if rows == "contact":
        assert read_form(fields).rows == (Row("contact"),)
        return
    with pytest.raises(MangledFormError):
        read_form(fields)


@pytest.mark.parametrize(
    "change",
    [
        {"step-text": []}, {"step-text": ["a", "b"]}, {"scenario-title": ["one too many"] * 2}, {"fix-role": ["boss"]},
        {"callout-kind": ["note"]},
    ],
)  # fmt: skip
def test_lists_that_do_not_fit_the_rows_are_refused(change):
    fields = as_form(rows_of(make_document()))
    assert read_form(fields)
    with pytest.raises(MangledFormError):
        read_form(fields | change)


def test_a_document_of_every_part_comes_back_from_its_form():
    document = make_document(
        codes=("324", "a,b"),
        products=("b", "a"),
        scenarios=(make_scenario(fixes=(make_fix(steps=(make_step("A.\n\n- b", destination="x"),)),)),),
        questions=(make_question(),),
    )
    assert document_of(read_form(as_form(rows_of(document)))) == document
