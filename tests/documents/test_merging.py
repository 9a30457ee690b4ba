"""Two edits of one document: what each changed, and both put together where they do not touch."""

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_bank_document, make_document, make_fix, make_scenario, make_step
from troubleshooting.documents.merging import diverged, merge

BASE = "".join(f"line {number}\n" for number in range(9))
texts = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=8).map("".join)


def changed(*numbers, word="changed"):
    return "".join(f"{word} {number}\n" if number in numbers else f"line {number}\n" for number in range(9))


def test_edits_of_different_lines_are_both_in_the_merged_text():
    assert merge(BASE, changed(1), changed(5)) == changed(1, 5)


def test_the_same_edit_of_both_is_made_once():
    assert merge(BASE, changed(1, 5), changed(5)) == changed(1, 5)


def test_different_edits_of_one_line_or_of_neighbors_are_not_merged():
    assert merge(BASE, changed(4), changed(4, word="other")) is None
    assert merge(BASE, changed(4), changed(5)) is None
    assert merge(BASE, BASE + "mine\n", BASE + "theirs\n") is None


@given(texts, texts)
def test_an_edit_merged_with_none_is_that_edit(base, edited):
    assert merge(base, edited, base) == edited
    assert merge(base, base, edited) == edited
    assert merge(base, edited, edited) == edited


@given(texts, texts, texts)
def test_it_makes_no_difference_who_was_first(base, mine, theirs):
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


def test_each_change_is_said_to_be_of_one_or_of_both():
    base = make_document(summary="As it was.")
    mine = make_document(title="My title", summary="My words.")
    theirs = make_document(summary="Their words.", codes=("10",))

    found = {divergence.label: divergence.who for divergence in diverged(base, mine, theirs)}
    assert found == {"Title": "mine", "Codes": "theirs", "Summary": "both"}


def test_what_both_changed_alike_is_not_in_dispute():
    base, both = make_document(), make_document(title="The same title")

    assert diverged(base, both, both) == ()
    assert diverged(base, base, base) == ()


def test_a_part_that_one_removed_and_the_other_changed_is_of_both():
    base = make_bank_document()
    mine = base.model_copy(update={"scenarios": base.scenarios[:2]})
    changed_login = make_scenario("login", "Another sign-in", (make_fix("relogin", steps=(make_step(text="Other."),)),))
    theirs = base.model_copy(update={"scenarios": (*base.scenarios[:2], changed_login)})

    dispute = next(each for each in diverged(base, mine, theirs) if each.who == "both")
    assert (dispute.mine.kind, dispute.theirs.kind) == ("removed", "changed")
