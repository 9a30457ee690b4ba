"""The structural buttons: each does one thing to the rows, keeps everything else, and can be taken back."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.documents.factory import make_document, make_fix, make_question, make_scenario, make_step, make_text
from tests.documents.strategies import FEW, documents
from troubleshooting.documents.outline import (
    MangledFormError,
    Row,
    apply,
    document_of,
    read_removed,
    rows_of,
    write_removed,
)
from troubleshooting.documents.outline.rows import Header, Outline, is_in_order
from troubleshooting.documents.schema import CONTACT, UNSURE, Contact

ADDS = ["scenario", "fix", "step", "procedure", "text", "callout", "question", "choice", "item"]


def make_rows():
    first = make_fix("one", steps=(make_step("A", key="a"), make_step("B", key="b")))
    second = make_fix("two", steps=(make_step("C", key="c"),))
    third = make_fix("three", steps=())
    document = make_document(
        body=make_text("Intro"),
        scenarios=(make_scenario("s", fixes=(first, second)), make_scenario("t", fixes=(third,))),
        questions=(make_question("q", yes="s", unsure=CONTACT), make_question("r", no="t")),
        contact=Contact(body=make_text("Ask."), checklist=()),
    )
    return rows_of(document).rows


ROWS = make_rows()


def names(rows):
    """The rows in short: kind or key, text in quotes."""
    return " ".join(f"“{row['markdown']}”" if row.kind == "text" else row.key or row.kind for row in rows)


def at(key, rows=ROWS):
    return next(index for index, row in enumerate(rows) if row.key == key or (not row.key and row.kind == key))


def test_the_example_is_what_the_tests_below_start_from():
    assert names(ROWS) == "“Intro” s one a b outcome two c outcome t three outcome q yes unsure r no contact “Ask.”"


@pytest.mark.parametrize(
    ("op", "key", "expected"),
    [
        ("down", "a", "“Intro” s one b a outcome two c outcome t three outcome q yes unsure r no contact “Ask.”"),
        ("up", "b", "“Intro” s one b a outcome two c outcome t three outcome q yes unsure r no contact “Ask.”"),
        ("down", "b", "“Intro” s one a outcome two b c outcome t three outcome q yes unsure r no contact “Ask.”"),
        ("up", "c", "“Intro” s one a b c outcome two outcome t three outcome q yes unsure r no contact “Ask.”"),
        ("down", "c", "“Intro” s one a b outcome two outcome t three c outcome q yes unsure r no contact “Ask.”"),
        ("down", "one", "“Intro” s two c outcome one a b outcome t three outcome q yes unsure r no contact “Ask.”"),
        ("down", "two", "“Intro” s one a b outcome t two c outcome three outcome q yes unsure r no contact “Ask.”"),
        ("up", "three", "“Intro” s one a b outcome two c outcome three outcome t q yes unsure r no contact “Ask.”"),
        ("down", "s", "“Intro” t three outcome s one a b outcome two c outcome q yes unsure r no contact “Ask.”"),
        ("up", "r", "“Intro” s one a b outcome two c outcome t three outcome r no q yes unsure contact “Ask.”"),
        ("down", "unsure", "“Intro” s one a b outcome two c outcome t three outcome q yes r unsure no contact “Ask.”"),
        ("up", "no", "“Intro” s one a b outcome two c outcome t three outcome q yes unsure no r contact “Ask.”"),
        ("down", "text", "s “Intro” one a b outcome two c outcome t three outcome q yes unsure r no contact “Ask.”"),
    ],
)
def test_rows_move_among_their_siblings_and_over_the_edge_to_the_neighbour(op, key, expected):
    assert names(apply(ROWS, op, at(key)).rows) == expected


def test_a_text_moves_past_what_holds_no_text():
    change = apply(ROWS, "up", len(ROWS) - 1)
    assert names(change.rows).endswith("r “Ask.” no contact")
    assert names(apply(change.rows, "down", change.focus).rows) == names(ROWS)


@pytest.mark.parametrize(("op", "key"), [("up", "s"), ("down", "t"), ("up", "one"), ("down", "three"), ("up", "q")])
def test_what_cannot_move_further_stays_and_says_so(op, key):
    change = apply(ROWS, op, at(key))
    assert (change.rows, change.has_changed, change.focus) == (ROWS, False, at(key))


def test_a_change_tells_where_the_row_stands_now():
    change = apply(ROWS, "down", at("a"))
    assert (change.kind, change.number, change.count) == ("step", 2, 2)
    assert change.rows[change.focus].key == "a"


def test_a_new_scenario_comes_with_a_text_a_fix_and_a_step():
    change = apply(ROWS, "add-scenario")
    new = change.rows[change.focus :][:5]
    assert [row.kind for row in new] == ["scenario", "text", "fix", "step", "outcome"]
    assert new[2]["role"] == "fix"
    assert change.rows[change.focus + 5].key == "q"
    assert apply(ROWS, "add-scenario", at("s")).focus == at("t")


def test_a_new_question_comes_with_a_choice_and_a_way_out():
    change = apply(ROWS, "add-question")
    question, choice, unsure = change.rows[change.focus :][:3]
    assert (question.kind, choice.is_empty, unsure.key) == ("question", True, UNSURE)
    assert unsure.values == {"label": "I'm not sure", "to": CONTACT}
    assert change.rows[change.focus + 3].kind == "contact"


@pytest.mark.parametrize(
    ("op", "key", "before", "after"),
    [
        ("add-step", "a", "a", "b"),
        ("add-step", "one", "b", "outcome"),
        ("add-procedure", "b", "b", "outcome"),
        ("add-fix", "s", "outcome", "t"),
        ("add-fix", "one", "outcome", "two"),
        ("add-choice", "yes", "yes", "unsure"),
        ("add-choice", "q", "yes", "unsure"),
        ("add-choice", "r", "no", "contact"),
        ("add-text", "a", "a", "b"),
        ("add-callout", "outcome", "outcome", "two"),
        ("add-text", "text", "", "s"),
    ],
)
def test_rows_are_added_below_their_kind_or_last_in_what_holds_them(op, key, before, after):
    change = apply(ROWS, op, at(key))
    around = [change.rows[change.focus - 1], change.rows[change.focus + len(change.rows) - len(ROWS)]]
    assert [row.key or (row.kind if row.kind != "text" else "") for row in around] == [before, after]
    assert change.rows[change.focus].kind == op.removeprefix("add-")


def test_items_and_texts_are_added_at_the_end_without_a_row():
    assert apply(ROWS, "add-item", at("contact")).focus == len(ROWS)
    assert apply(ROWS, "add-callout").focus == 1
    assert apply((Row("contact"),), "add-question").focus == 0


def test_the_first_fix_of_a_scenario_is_a_fix_and_the_others_are_fallbacks():
    rows = (Row("scenario", "s", {"title": "S"}), Row("contact"))
    first = apply(rows, "add-fix", 0)
    second = apply(first.rows, "add-fix", 0)
    assert [row["role"] for row in second.rows if row.kind == "fix"] == ["fix", "fallback"]


def test_a_duplicate_has_everything_but_the_keys():
    change = apply(ROWS, "duplicate", at("s"))
    length = at("t") - at("s")
    original, copy = ROWS[at("s") : at("t")], change.rows[change.focus : change.focus + length]
    assert [(row.kind, row.values) for row in copy] == [(row.kind, row.values) for row in original]
    header = rows_of(make_document()).header
    document = document_of(Outline(header, change.rows))
    assert [scenario.key for scenario in document.scenarios] == ["s", "s-2", "t"]
    assert [fix.key for fix in document.scenarios[1].fixes] == ["one-2", "two-2"]
    assert [step.key for step in document.scenarios[1].fixes[0].steps] == ["a", "b"]


@pytest.mark.parametrize(
    ("key", "focus"), [("a", "b"), ("b", "a"), ("c", "two"), ("t", "s"), ("s", "t"), ("no", "r"), ("three", "t")]
)
def test_after_a_removal_the_next_row_has_the_focus_or_the_former_or_the_parent(key, focus):
    change = apply(ROWS, "remove", at(key))
    assert key not in {row.key for row in change.rows}
    assert change.rows[change.focus].key == focus


def test_removing_the_only_text_of_the_introduction_leaves_the_focus_to_the_page():
    assert apply(ROWS, "remove", 0).focus == -1


@pytest.mark.parametrize(
    ("op", "place"),
    [
        ("up", -1), ("up", len(ROWS)), ("sideways", 1), ("remove", at("contact")), ("up", at("outcome")), ("add-", 1),
        ("add-contact", 1), ("add-outcome", at("one")), ("add-step", at("s")), ("add-item", 1), ("add-text", at("yes")),
        ("add-fix", -1), ("add-step", 999), ("undo", 1), ("", 0),
    ],
)  # fmt: skip
def test_a_button_that_no_page_has_is_refused(op, place):
    with pytest.raises(MangledFormError):
        apply(ROWS, op, place)


def places(rows, *, movable=True):
    return [i for i, row in enumerate(rows) if not movable or row.kind not in {"contact", "outcome"}]


@FEW
@given(documents(), st.data())
def test_moving_there_and_back_changes_nothing(document, data):
    rows = rows_of(document).rows
    assume(places(rows))
    place = data.draw(st.sampled_from(places(rows)))
    there, back = data.draw(st.sampled_from([("up", "down"), ("down", "up")]))
    moved = apply(rows, there, place)
    assert is_in_order(moved.rows)
    assert sorted(map(id, moved.rows)) == sorted(map(id, rows))
    if moved.has_changed:
        assert apply(moved.rows, back, moved.focus).rows == rows


@FEW
@given(documents(), st.data())
def test_a_removal_can_be_undone_also_by_way_of_the_page(document, data):
    rows = rows_of(document).rows
    assume(places(rows))
    removal = apply(rows, "remove", data.draw(st.sampled_from(places(rows))))
    assert is_in_order(removal.rows)
    assert apply(removal.rows, "undo", removed=read_removed(write_removed(removal.removed))).rows == rows


@FEW
@given(documents(), st.data())
def test_what_is_added_or_duplicated_can_be_removed_again(document, data):
    rows = rows_of(document).rows
    kind = data.draw(st.sampled_from(ADDS))
    holders = {"fix": ["scenario"], "step": ["fix"], "procedure": ["step"], "choice": ["question"], "item": ["contact"]}
    wanted = holders.get(kind, [kind])
    known = [i for i, row in enumerate(rows) if row.kind in wanted]
    place = data.draw(st.sampled_from(known or [-1]))
    assume(known or kind not in holders)
    op = data.draw(st.sampled_from([f"add-{kind}", "duplicate"])) if known and kind != "item" else f"add-{kind}"
    change = apply(rows, op, place)
    assert is_in_order(change.rows)
    assert apply(change.rows, "remove", change.focus).rows == rows


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", '{"at": 0, "rows": []}', '{"at": "x", "rows": []}', '{"at": 0, "rows": [1]}',
        '{"at": 0, "rows": [{"kind": "boss", "key": "", "values": {}}]}',
        '{"at": 0, "rows": [{"kind": "text", "key": "", "values": {"markdown": 1}}]}',
        '{"at": 0, "rows": [{"kind": "text", "key": "", "values": []}]}',
        '{"at": 2, "rows": [{"kind": "item", "key": "", "values": {"label": "x"}}]}',
        '{"at": 18, "rows": [{"kind": "contact", "key": "", "values": {}}]}',
        "[" * 5000,
    ],
)  # fmt: skip
def test_an_undo_that_no_page_sends_is_refused(text):
    with pytest.raises(MangledFormError):
        apply(ROWS, "undo", removed=read_removed(text))


def test_an_outline_out_of_order_cannot_be_made():
    with pytest.raises(MangledFormError):
        Outline(Header(), ROWS[::-1])
