"""Two texts compared line by line."""

from hypothesis import given
from hypothesis import strategies as st

from troubleshooting.documents.diff import CONTEXT, line_diff

texts = st.lists(st.sampled_from(["a", "b", "c", "", "d e"]), max_size=30).map("\n".join)


def test_equal_texts_differ_in_nothing():
    assert line_diff("a\nb", "a\nb") == ()


def test_a_changed_line_is_shown_as_gone_and_new_with_its_numbers():
    lines = line_diff("same\nold\nsame too", "same\nnew\nsame too")
    assert [(line.kind, line.text, line.before, line.after) for line in lines] == [
        ("same", "same", 1, 1),
        ("gone", "old", 2, None),
        ("new", "new", None, 2),
        ("same", "same too", 3, 3),
    ]


def test_far_from_a_change_lines_are_left_out():
    before = "\n".join(str(number) for number in range(40))
    lines = line_diff(before, before.replace("20", "twenty"))
    assert [line.kind for line in lines] == ["gap", *["same"] * CONTEXT, "gone", "new", *["same"] * CONTEXT, "gap"]


def test_a_text_that_was_empty_is_all_new():
    assert [line.kind for line in line_diff("", "a\nb")] == ["new", "new"]


@given(texts, texts)
def test_every_line_that_is_gone_or_new_is_shown_and_stands_where_it_says(before, after):
    old, new = before.splitlines(), after.splitlines()
    lines = line_diff(before, after)
    assert all(old[line.before - 1] == line.text for line in lines if line.before)
    assert all(new[line.after - 1] == line.text for line in lines if line.after)
    gone = [line.text for line in lines if line.kind == "gone"]
    added = [line.text for line in lines if line.kind == "new"]
    assert len(new) - len(old) == len(added) - len(gone)
    assert (lines == ()) == (old == new)
