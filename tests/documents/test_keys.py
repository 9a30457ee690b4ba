"""Keys follow from the text, differ from each other, and stay when the text is edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.factory import HEADER, make_document, make_fix, make_scenario, make_step
from troubleshooting.documents.keys import (
    carry_over,
    choice_key,
    fill_keys,
    item_key,
    needed_keys,
    slugify_key,
    step_key,
)
from troubleshooting.documents.markdown import parse
from troubleshooting.documents.schema import KEY, KEY_LENGTH, ArticleDocument, ChecklistItem, Contact


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Your bank's card", "your-banks-card"),
        ("I’m not sure", "im-not-sure"),
        ("Où? Größe, Ærø & Łódź!", "ou-grosse-aero-lodz"),
        ("ＦＵＬＬ width ① ½", "full-width-1-1-2"),
        ("550 5.7.64", "550-5-7-64"),
        ("--a__b--", "a-b"),
        ("ошибка 324", "324"),
        ("错误", ""),
        ("🙂", ""),
        ("", ""),
        ("word " * 20, "-".join(["word"] * 12)),
        ("x" * 99, "x" * KEY_LENGTH),
        (f"{'x' * 59} yz", "x" * 59),
        (f"{'x' * 60} yz", "x" * 60),
    ],
)
def test_a_key_is_the_text_in_plain_letters(text: str, key: str) -> None:
    assert slugify_key(text) == key


@given(st.text())
def test_every_text_gives_a_key_or_nothing(text: str) -> None:
    key = slugify_key(text)
    assert key == "" or (KEY.fullmatch(key) and len(key) <= KEY_LENGTH)


@pytest.mark.parametrize("label", ["I'm not sure", "I’m not sure", "I'M NOT SURE.", "Not sure"])
def test_not_being_sure_has_a_key_of_its_own(label: str) -> None:
    assert choice_key(label) == "unsure"


@pytest.mark.parametrize(
    ("markdown", "key"),
    [
        ("Sign in to **QuickBooks** and [open](https://x) the long list", "sign-in-to-quickbooks-and-open"),
        ("```\nsfc /scannow\n```", "sfc-scannow"),
        ("![All apps](/a.png)", "all-apps"),
        ("***", "step"),
        ("错误", "step"),
    ],
)
def test_the_key_of_a_step_is_its_first_words(markdown: str, key: str) -> None:
    assert step_key([markdown, "more"]) == key


def test_nodes_without_words_are_named_by_what_they_are() -> None:
    assert (step_key([]), choice_key("?"), item_key("…")) == ("step", "choice", "item")
    parsed = parse(f"{HEADER}# Scenario: 错误\n\n## Fix: 🙂\n\n1. ?\n\n# Question: ?\n\n- [?](#scenario-2)\n")
    assert parsed.document is not None
    assert parsed.document.scenarios[0].key == "scenario-2"
    assert parsed.document.scenarios[0].fixes[0].key == "fix-2"
    assert parsed.document.questions[0].choices[0].key == "choice"


def test_a_derived_key_steps_aside_for_given_reserved_and_earlier_ones() -> None:
    assert fill_keys([None, "a", None, None], ["a", "x", "a", "b"], reserved=["b"]) == ("a-2", "a", "a-3", "b-2")


def test_a_derived_key_stays_within_its_length_with_its_number() -> None:
    keys = fill_keys([None] * 12, ["x" * KEY_LENGTH] * 12)
    assert len(set(keys)) == 12
    assert {len(key) for key in keys} == {KEY_LENGTH}


def test_scenarios_fixes_and_questions_share_one_scope_with_the_words_of_the_guide() -> None:
    parsed = parse(f"{HEADER}# Scenario: Contact\n\n## Fix: Start\n\n# Question: Contact\n\n# Scenario: Start\n")
    assert parsed.document is not None
    assert [scenario.key for scenario in parsed.document.scenarios] == ["contact-2", "start-3"]
    assert parsed.document.scenarios[0].fixes[0].key == "start-2"
    assert parsed.document.questions[0].key == "contact-3"


KEYS = st.sampled_from(["a", "b", "a-2", "a-3", "c"])


@given(st.lists(st.tuples(KEYS, KEYS, st.booleans()), unique_by=lambda node: node[0]))
def test_the_written_keys_are_enough_to_find_all(nodes: list[tuple[str, str, bool]]) -> None:
    keys, derived = [key for key, _, _ in nodes], [base for _, base, _ in nodes]
    always = {position for position, (_, _, wanted) in enumerate(nodes) if wanted}
    written = needed_keys(keys, derived, always=always)
    assert list(fill_keys(written, derived)) == keys
    assert all(written[position] for position in always)


def steps_of(*texts: str) -> ArticleDocument:
    """A document as it is read from a file in which no step has a key."""
    keys = fill_keys([None] * len(texts), [step_key([text]) for text in texts])
    steps = tuple(make_step(text, key=key) for text, key in zip(texts, keys, strict=True))
    return make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))


def carried(new: ArticleDocument, old: ArticleDocument) -> list[str]:
    return [step.key for step in carry_over(new, old).scenarios[0].fixes[0].steps]


OLD = ("Sign in.", "Open the list of accounts.", "Select the account that shows the error.", "Confirm.")
OLD_KEYS = ["sign-in", "open-the-list-of-accounts", "select-the-account-that-shows-the", "confirm"]


@pytest.mark.parametrize(
    ("new", "keys"),
    [
        (OLD, OLD_KEYS),
        (("Log in with your own password.", *OLD[1:]), OLD_KEYS),
        (("Sign in!", "Open the list of all accounts.", *OLD[2:]), OLD_KEYS),
        (("New.", *OLD), ["new", *OLD_KEYS]),
        (OLD[1:], OLD_KEYS[1:]),
        ((OLD[0], "Wait.", "Open your list of accounts.", *OLD[2:]), ["sign-in", "wait", *OLD_KEYS[1:]]),
        (tuple(reversed(OLD)), OLD_KEYS[::-1]),
        ((*OLD, "Confirm."), [*OLD_KEYS, "confirm-2"]),
        (("Something", "else", "altogether"), ["something", "else", "altogether"]),
        ((), []),
    ],
)
def test_an_edited_step_keeps_its_key_and_a_new_one_gets_its_own(new: tuple[str, ...], keys: list[str]) -> None:
    assert carried(steps_of(*new), steps_of(*OLD)) == keys


def test_a_key_that_was_dropped_from_the_file_is_kept_with_its_step() -> None:
    old = make_document(scenarios=(make_scenario(fixes=(make_fix(steps=(make_step("Go.", key="chosen"),)),)),))
    assert carried(steps_of("Go."), old) == ["chosen"]


def test_a_key_that_an_editor_wrote_down_is_left_alone() -> None:
    new = make_document(scenarios=(make_scenario(fixes=(make_fix(steps=(make_step("Go.", key="chosen"),)),)),))
    assert carried(new, steps_of("Go.")) == ["chosen"]


def test_an_edited_item_of_the_checklist_keeps_its_key() -> None:
    old = make_document(contact=Contact(checklist=(ChecklistItem(key="name-of-the-bank", label="Name of the bank"),)))
    item = ChecklistItem(key="name-of-your-bank", label="Name of your bank")
    new = make_document(contact=Contact(checklist=(item,)))
    assert carry_over(new, old).contact.checklist == (item.model_copy(update={"key": "name-of-the-bank"}),)


def test_nothing_is_carried_into_a_fix_that_is_new() -> None:
    new = steps_of("Sign in!")
    assert carry_over(new, make_document(scenarios=(make_scenario("other"),))) == new


@given(st.lists(st.sampled_from([*OLD, "Sign in!", "Confirm it."])), st.lists(st.sampled_from(OLD)))
def test_carried_keys_stay_unique(new: list[str], old: list[str]) -> None:
    keys = carried(steps_of(*new), steps_of(*old))
    assert len(set(keys)) == len(keys) == len(new)
