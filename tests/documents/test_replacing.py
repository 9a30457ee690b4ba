"""Words exchanged in a document: where people read them, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.factory import make_document, make_fix, make_question, make_scenario, make_step, make_text
from tests.documents.strategies import FEW, documents
from troubleshooting.documents.replacing import CONTEXT, Wanted, replace_text
from troubleshooting.documents.schema import Callout, ChecklistItem, Contact


def replaced(find, by, *, is_case_sensitive=False, is_whole_words=False, **fields):
    return replace_text(make_document(**fields), Wanted(find, is_case_sensitive, is_whole_words), by)


def everywhere(word):
    """A document that has the word in every field people read."""
    return make_document(
        title=f"{word} title",
        summary=f"{word} summary",
        publisher=f"{word} publisher",
        body=(*make_text(f"{word} body"), Callout(kind="note", title=f"{word} callout", markdown=f"{word} inside")),
        scenarios=(
            make_scenario(body=make_text(f"{word} cause"), fixes=(make_fix(steps=(make_step(f"{word} step"),)),)),
        ),
        contact=Contact(checklist=(ChecklistItem(key="bank", label=f"{word} item"),)),
    )


def test_every_field_that_people_read_is_searched():
    found = replace_text(everywhere("ledger"), Wanted("ledger"), "journal")
    assert found.document == everywhere("journal")
    assert len(found.hits) == 9


def test_keys_slugs_codes_and_destinations_stay():
    fields = {
        "slug": "bank-9",
        "codes": ("bank",),
        "topic": "bank-connections",
        "products": ("bank",),
        "scenarios": (make_scenario("bank", fixes=(make_fix("bank-fix", steps=(make_step(destination="bank"),)),)),),
        "questions": (make_question("bank-change", bank="bank", unsure="contact"),),
    }
    before, after = make_document(**fields), replaced("bank", "shop", **fields).document
    kept = re.findall(r"'(?:key|slug|codes|topic|products|destination|to)': \S+", str(before.model_dump()))
    assert kept == re.findall(r"'(?:key|slug|codes|topic|products|destination|to)': \S+", str(after.model_dump()))
    assert after.scenarios[0].title == "shop"


@pytest.mark.parametrize(
    "address",
    [
        "[text](https://bank.example.com/bank)",
        "![picture](/images/bank.webp)",
        "<https://bank.example.com>",
        "https://bank.example.com/bank",
        "[text](#bank)",
    ],
)
def test_addresses_inside_markdown_stay(address):
    found = replaced("bank", "shop", body=make_text(f"The bank: {address} and the bank."), questions=())
    assert found.document.body[0].markdown == f"The shop: {address} and the shop."
    assert len(found.hits) == 2


def test_the_text_of_a_link_is_exchanged_and_its_address_is_not():
    found = replaced("bank", "shop", body=make_text("[your bank](https://bank.example.com)"))
    assert found.document.body[0].markdown == "[your shop](https://bank.example.com)"


@pytest.mark.parametrize(
    ("find", "options", "text"),
    [
        ("bank", {}, "One x, one x, xs and riverx."),
        ("bank", {"is_case_sensitive": True}, "One x, one Bank, xs and riverx."),
        ("bank", {"is_whole_words": True}, "One x, one x, banks and riverbank."),
        ("Bank", {"is_case_sensitive": True, "is_whole_words": True}, "One bank, one x, banks and riverbank."),
        (".", {}, "One bank, one Bank, banks and riverbankx"),
        ("b.nk", {}, "One bank, one Bank, banks and riverbank."),
    ],
)
def test_case_and_whole_words_are_kept_to_and_nothing_is_a_pattern(find, options, text):
    found = replaced(find, "x", body=make_text("One bank, one Bank, banks and riverbank."), **options)
    assert found.document.body[0].markdown == text


def test_the_replacement_is_no_pattern_either():
    found = replaced("bank", r"\1 \g<0> $1", body=make_text("One bank"))
    assert found.document.body[0].markdown == r"One \1 \g<0> $1"


def test_a_hit_says_where_it_is_and_what_stands_around_it():
    step = make_step(f"{'left ' * 20}needle{' right' * 20}")
    (hit,) = replaced("needle", "x", scenarios=(make_scenario(fixes=(make_fix(steps=(make_step(), step)),)),)).hits
    assert hit.place == "New-details: Reconnect: step 2"
    assert hit.found == "needle"
    assert hit.left.startswith("…")
    assert hit.right.endswith("…")
    assert len(hit.left) == len(hit.right) == CONTEXT + 1


def test_without_a_hit_the_document_is_the_same_one():
    document = make_document()
    assert replace_text(document, Wanted("nowhere to be found"), "x").document is document


@pytest.mark.parametrize(
    ("find", "by"),
    [
        ("Error 324", ""),  # no title left
        ("It helps.", "x" * 501),  # a summary that is too long
        ("A cause", "# Scenario: A cause"),  # a block that the file would read as something else
        ("A cause", "```"),
    ],
)
def test_what_would_be_no_article_any_more_gives_no_document(find, by):
    found = replaced(find, by, body=make_text("A cause"))
    assert found.document is None
    assert found.hits


@FEW
@given(documents(), st.sampled_from(["a", "the", "1", "e", " ", "[", "*", "text"]))
def test_words_exchanged_for_themselves_change_nothing(document, word):
    found = replace_text(document, Wanted(word, is_case_sensitive=True), word)
    assert found.document in (document, None)


@FEW
@given(
    documents(), st.sampled_from(["a", "the", "1", "e", "text"]), st.sampled_from(["", "b", "zz", "#", "{#k}", "\\"])
)
def test_whatever_is_exchanged_structure_and_keys_stay(document, word, by):
    after = replace_text(document, Wanted(word), by).document
    if after is None:
        return
    assert (after.slug, after.topic, after.codes, after.products) == (
        document.slug, document.topic, document.codes, document.products
    )  # fmt: skip
    assert [
        (s.key, [(f.key, [(p.key, p.destination) for p in f.steps]) for f in s.fixes]) for s in after.scenarios
    ] == [(s.key, [(f.key, [(p.key, p.destination) for p in f.steps]) for f in s.fixes]) for s in document.scenarios]
    assert [(q.key, [(c.key, c.to) for c in q.choices]) for q in after.questions] == [
        (q.key, [(c.key, c.to) for c in q.choices]) for q in document.questions
    ]
