"""Two documents compared part by part, their texts word by word."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.factory import make_document, make_fix, make_question, make_scenario, make_step, make_text
from tests.documents.strategies import FEW, documents
from troubleshooting.documents.diff import Fold, compare
from troubleshooting.documents.diff import words as diff_words
from troubleshooting.documents.diff.parts import parts
from troubleshooting.documents.diff.words import WordMarker
from troubleshooting.documents.schema import Callout, ChecklistItem, Contact


def found(before, after):
    return [(change.kind, change.path) for change in compare(before, after).changes]


def make_steps(*keys):
    return tuple(make_step(f"Press the button called {key}.", key=key) for key in keys)


def make_remap(*keys, **more):
    return make_document(
        scenarios=(make_scenario("moved", fixes=(make_fix("remap", steps=make_steps(*keys)),)),), **more
    )


def flat(outermost):
    for part in outermost:
        yield part
        yield from flat(part.children)


def test_a_document_differs_from_itself_in_nothing():
    comparison = compare(make_document(), make_document())
    assert comparison.changes == ()
    assert len(comparison.rows) == 1


def test_a_changed_step_is_named_and_its_words_are_marked_on_both_sides():
    before = make_remap("one", "two")
    fix = make_fix(
        "remap",
        steps=(
            make_step("Press the button called one.", key="one"),
            make_step("Press no button called two.", key="two"),
        ),
    )
    after = make_document(scenarios=(make_scenario("moved", fixes=(fix,)),))

    (change,) = compare(before, after).changes
    assert (change.kind, change.path, change.label) == ("changed", "moved/remap/two", "Scenario “Moved”, step 2")
    assert [(run.kind, run.text) for run in change.before] == [
        ("same", "Press "),
        ("gone", "the "),
        ("same", "button called two."),
    ]
    assert [(run.kind, run.text) for run in change.after] == [
        ("same", "Press "),
        ("new", "no "),
        ("same", "button called two."),
    ]


def test_the_fix_is_named_too_where_the_scenario_has_several():
    fixes = (make_fix("remap", steps=make_steps("one")), make_fix("readd", steps=make_steps("one")))
    before = make_document(scenarios=(make_scenario("moved", fixes=fixes),))
    after = make_document(
        scenarios=(make_scenario("moved", fixes=(fixes[0], make_fix("readd", steps=make_steps("one", "two")))),)
    )

    (change,) = compare(before, after).changes
    assert change.label == "Scenario “Moved”, fix “Readd”, step 2"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Another"}, [("changed", "@title")]),
        ({"codes": ("324", "FDP-324")}, [("added", "@codes")]),
        ({"publisher": "Acme"}, [("added", "@publisher")]),
        ({"body": make_text("Sorry.")}, [("added", "#body.0")]),
        ({"contact": Contact(body=make_text("Call us."))}, [("added", "contact#body.0")]),
        ({"contact": Contact(checklist=(ChecklistItem(key="bank", label="Bank"),))}, [("added", "contact/bank")]),
        ({"questions": ()}, [("removed", "bank-change"), ("removed", "bank-change/changed"), ("removed", "bank-change/unsure")]),
        ({"questions": (make_question("bank-change", changed="new-details", unsure="new-details"),)}, [("changed", "bank-change/unsure")]),
    ],
)  # fmt: skip
def test_every_part_of_a_document_is_compared(changes, expected):
    assert found(make_document(), make_document(**changes)) == expected


def test_a_choice_shows_where_it_leads_by_title():
    before = make_document()
    after = make_document(questions=(make_question("bank-change", changed="contact", unsure="contact"),))
    (change,) = compare(before, after).changes
    assert change.was.text == "changed\n→ New-details"
    assert change.part.text == "changed\n→ Contact"


def test_a_step_with_another_destination_or_another_kind_of_callout_has_changed():
    kinds = ("note", "tip")
    steps = [make_step().model_copy(update={"body": (Callout(kind=kind, markdown="Wait."),)}) for kind in kinds]
    steps += [make_step(destination="bank-transactions")]
    made = [make_document(scenarios=(make_scenario(fixes=(make_fix(steps=(step,)),)),)) for step in steps]
    assert found(made[0], made[1]) == found(made[1], made[2]) == [("changed", "new-details/reconnect/sign-in")]
    (change,) = compare(made[1], made[2]).changes
    assert "Opens: bank-transactions" in change.part.text
    assert "Tip" in change.was.text


def test_what_is_gone_stands_where_it_stood():
    rows = [
        change.path for change in compare(make_remap("one", "two", "three"), make_remap("one", "three", "four")).parts
    ]
    steps = [path.rpartition("/")[2] for path in rows if path.startswith("moved/remap/")]
    assert steps == ["one", "two", "three", "four"]


def test_one_step_that_moved_is_the_only_one_said_to_have_moved():
    (change,) = compare(make_remap("one", "two", "three", "four"), make_remap("four", "one", "two", "three")).changes
    assert (change.kind, change.path, change.was.label) == ("moved", "moved/remap/four", "Scenario “Moved”, step 4")
    assert (change.label, change.follows) == ("Scenario “Moved”, step 1", None)


def test_a_moved_part_says_what_it_follows_now():
    scenarios = tuple(make_scenario(key) for key in ("a", "b", "c"))
    after = make_document(scenarios=(scenarios[1], scenarios[2], scenarios[0]))
    (change,) = compare(make_document(scenarios=scenarios), after).changes
    assert (change.kind, change.path, change.follows.label) == ("moved", "a", "Scenario “C”")


def test_a_part_that_moved_and_says_something_else_is_both():
    before = make_remap("one", "two", "three")
    steps = (make_step("Press the button called THREE.", key="three"), *make_steps("one", "two"))
    after = make_document(scenarios=(make_scenario("moved", fixes=(make_fix("remap", steps=steps),)),))
    (change,) = compare(before, after).changes
    assert (change.kind, change.moved, change.word) == ("changed", True, "moved and changed")


def test_a_fix_takes_its_steps_along_into_another_scenario():
    fix = make_fix("remap", steps=make_steps("one", "two"))
    before = make_document(scenarios=(make_scenario("a", fixes=(fix,)), make_scenario("b")))
    after = make_document(scenarios=(make_scenario("a", fixes=()), make_scenario("b", fixes=(make_fix("b-fix"), fix))))
    assert found(before, after) == [("moved", "b/remap")]


def test_a_step_that_says_the_same_in_another_fix_has_moved_there():
    one, two = make_steps("one", "two")
    before = make_document(
        scenarios=(make_scenario("a", fixes=(make_fix("x", steps=(one, two)), make_fix("y", steps=()))),)
    )
    after = make_document(
        scenarios=(make_scenario("a", fixes=(make_fix("x", steps=(one,)), make_fix("y", steps=(two,)))),)
    )
    assert found(before, after) == [("moved", "a/y/two")]


def test_a_removed_scenario_is_gone_with_all_that_was_in_it_and_only_once():
    scenarios = (make_scenario("a"), make_scenario("b"))
    comparison = compare(make_document(scenarios=scenarios), make_document(scenarios=scenarios[:1]))
    gone = [change.path for change in comparison.changes]
    assert gone == ["b", "b/b-fix", "b/b-fix/sign-in"]
    assert comparison.summary == ("3 removed",)


def test_what_stays_as_it_was_is_folded():
    keys = [f"step-{number}" for number in range(12)]
    rows = compare(make_remap(*keys), make_remap(*keys, "last")).rows
    assert [row.words if isinstance(row, Fold) else row.kind for row in rows] == [
        "18 unchanged parts",
        "added",
        "3 unchanged parts",
    ]
    rows = compare(make_remap("a", "b", "c", "d"), make_remap("b", "c", "d")).rows
    assert "3 unchanged steps" not in [row.words for row in rows if isinstance(row, Fold)]
    rows = compare(make_remap("a", "b", "c", "d"), make_remap("x", "b", "c", "y")).rows
    assert "2 unchanged steps" in [row.words for row in rows if isinstance(row, Fold)]


# Words

TEXTS = st.lists(st.sampled_from(["one", "two ", " ", "\n", "three, ", "(x)", "é", "é"]), max_size=30).map("".join)


@given(TEXTS, TEXTS)
def test_both_sides_are_the_texts_they_are_made_of(before, after):
    old, new = WordMarker().mark(before, after)
    assert "".join(run.text for run in old) == before
    assert "".join(run.text for run in new) == after
    assert {run.kind for run in old} <= {"same", "gone"}
    assert {run.kind for run in new} <= {"same", "new"}
    shared = ["".join(run.text for run in runs if run.kind == "same") for runs in (old, new)]
    assert shared[0] == shared[1]


def test_texts_with_little_in_common_stand_as_a_whole():
    old, new = WordMarker().mark("Open the bank page and sign in there.", "Call us, the number is on your card.")
    assert [run.kind for run in (*old, *new)] == ["gone", "new"]


def test_a_text_too_long_for_words_is_compared_by_lines_and_one_too_long_for_lines_as_a_whole():
    lines = [f"{number} a a a a a a a a\n" for number in range(1_000)]
    old, new = WordMarker().mark("".join(["x\n", *lines, "y\n"]), "".join(["z\n", *lines, "w\n"]))
    assert [run.kind for run in old] == ["gone", "same", "gone"]
    dice = random.Random(1)  # noqa: S311 any order will do
    texts = ["\n".join(dice.choice("ab") for _ in range(5_000)) for _ in range(2)]
    old, new = WordMarker().mark(f"x{texts[0]}x", f"y{texts[1]}y")
    assert [run.kind for run in (*old, *new)] == ["gone", "new"]


def test_all_texts_of_a_comparison_share_one_budget(monkeypatch):
    monkeypatch.setattr(diff_words, "MOST_PAIRS_IN_ALL", 5)
    marker = WordMarker()
    first, _ = marker.mark("one two three four", "one 2 three four")
    second, _ = marker.mark("one two three four", "one 2 three four")
    last, _ = marker.mark("one two three four", "one 2 three four")
    assert len(first) == 3
    assert [run.kind for run in last] == ["gone"]
    assert len(second) == 3


# All documents


@FEW
@given(documents())
def test_no_document_differs_from_itself(document):
    assert compare(document, document).changes == ()


@st.composite
def edited(draw):
    """A document, and another made of parts of it and of a third one."""
    one, other = draw(documents()), draw(documents())
    scenarios = draw(
        st.permutations([*one.scenarios, *other.scenarios]).map(lambda all_: tuple(all_[: draw(st.integers(0, 4))]))
    )
    questions = draw(st.permutations(one.questions).map(tuple))
    picked = draw(st.sampled_from([one, other]))
    return one, picked.model_copy(update={"scenarios": scenarios, "questions": questions})


@FEW
@given(edited())
def test_every_change_is_reported_and_nothing_else_is(pair):
    before, after = pair
    comparison = compare(before, after)

    assert (comparison.changes == ()) == (before == after)
    for change in comparison.parts:
        if change.kind in ("same", "moved"):
            assert change.was.value == change.part.value
        if change.kind == "changed":
            assert change.was.value != change.part.value
    old = [change.was if change.was else change.part for change in comparison.parts if change.kind != "added"]
    new = [change.part for change in comparison.parts if change.kind != "removed"]
    assert new == list(flat(parts(after)))
    assert sorted(map(repr, old)) == sorted(map(repr, flat(parts(before))))
