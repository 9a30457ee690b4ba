"""Finding articles: the right one first, on both databases in the same order."""

import pytest

from tests.factories import make_article, make_fix, make_scenario, make_step
from tests.visits import make_report
from troubleshooting.models import Product, SearchRedirect, Synonym, Topic
from troubleshooting.publishing import retire
from troubleshooting.search import plain, search, steering, suggest


@pytest.fixture
def articles(db):
    make_article(slug="error-324", title="Bank connection error 324", codes=("324", "BNK-324"), products=("ledger",))
    steps = (make_step(text="Réconcilier the statement, error 324 aside."),)
    make_article(
        slug="duplicates",
        title="Transactions appear twice",
        codes=(),
        scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),),
    )
    retire(make_article(slug="old", title="Retired 324", codes=("324",)))


def make_plain(slug, title, *texts, codes=(), **more):
    steps = tuple(make_step(f"step-{number}", text) for number, text in enumerate(texts)) or None
    scenario = make_scenario("cause", "What is behind it", (make_fix("repair", "What helps", steps=steps),))
    return make_article(slug=slug, title=title, codes=codes, scenarios=(scenario,), **more)


def found(query, **filters):
    return [hit.article.slug for hit in search(query, **filters).hits]


def matches(marked):
    return [piece.text for piece in marked if piece.is_match]


@pytest.mark.parametrize(
    "query",
    [
        "324",
        "error 324",
        "Error-324",
        "ERR 324",
        "err:324",
        "code 324",
        "error code 324",
        "３２４",
        "0324",
        "bnk324",
        "BNK 324",
        "I get error 324 since monday",
        "2026-01-02T10:20:30Z error 324, request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 failed at 10:20:30",
        " 324 ",
    ],
)
def test_an_exact_code_finds_its_article_first_however_it_is_typed(articles, query):
    assert found(query)[0] == "error-324"
    assert search(query).by_code


@pytest.mark.parametrize("query", ["QBO-324", "310/324", "code:qbo324x"])
def test_a_number_inside_a_longer_word_finds_its_article(articles, query):
    assert found(query)[0] == "error-324"
    assert not search(query).by_code


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("E4012", "tray"),
        ("e-4012", "tray"),
        ("e 4012", "tray"),
        ("4012", "tray"),
        ("0x80070005", "update"),
        ("80070005", "update"),
        ("Failed with 0X80070005 (access denied)", "update"),
        ("550 5.7.64", "relay"),
        ("5.7.64", "relay"),
        ("NU1011", "eleven"),
        ("NU1101", "hundred"),
    ],
)
def test_a_code_that_stands_only_in_the_text_is_found_in_every_form(db, query, slug):
    make_plain("tray", "The printer stops", "The display says E-4012.")
    make_plain("update", "The update stops", "The log says 0x80070005.")
    make_plain("relay", "Mail is refused", "The server says 550 5.7.64 relay.")
    make_plain("eleven", "A package is missing", "It says NU1011.")
    make_plain("hundred", "A package is there twice", "It says NU1101.")
    assert found(query)[0] == slug


def test_a_code_that_no_article_has_is_never_corrected(db):
    make_plain("eleven", "A package is missing", "It says NU1011.")
    assert found("NU1012") == []


def test_words_of_title_and_steps_find_their_article(articles):
    assert found("appear twice") == ["duplicates"]
    assert found("reconcilier") == ["duplicates"]
    assert not search("appear twice").by_code


def test_a_title_comes_before_a_text(articles):
    assert found("error") == ["error-324", "duplicates"]


def test_words_that_are_nowhere_leave_the_others_and_the_page_can_say_so(articles):
    results = search("appear zebra")
    assert [hit.article.slug for hit in results.hits] == ["duplicates"]
    assert results.is_partial
    assert not search("appear twice").is_partial
    assert found("zebra") == []


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("syncing folders", "folders"),
        ("synchronise folder", "folders"),
        ("folders synchronisation", "folders"),
        ("signin loop", "loop"),
        ("sign-in loop", "loop"),
        ("log on again and again", "loop"),
        ("cant open attachment", "attachment"),
        ("can't open the attachment", "attachment"),
    ],
)
def test_other_forms_of_a_word_find_it(db, query, slug):
    Synonym.objects.create(words="sign in, log on")
    Synonym.objects.create(words="synchronize, synchronise, syncing, synchronisation")
    make_plain("folders", "Folders do not synchronize")
    make_plain("loop", "You sign in again and again in a loop")
    make_plain("attachment", "You can't open an attachment")
    assert found(query)[0] == slug


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("pritner", "printer"),
        ("priner", "printer"),
        ("prinnter", "printer"),
        ("prunter", "printer"),
        ("orinter", "printer"),
        ("synchornzation", "synchronization"),
        ("tary", "tray"),
        ("Pritner jams", "printer jams"),
    ],
)
def test_a_typo_finds_what_was_meant_and_says_so(db, query, meant):
    make_plain("printer", "The printer jams", "Open the tray.")
    make_plain("other", "Synchronization fails")
    results = search(query)
    assert results.hits
    assert results.did_you_mean == meant.replace("Pritner", "printer")


def test_a_word_that_an_article_has_is_not_corrected(db):
    make_plain("form", "The form is empty")
    for number in range(3):
        make_plain(f"from-{number}", f"Mail from number {number} is lost", "It comes from afar.")
    assert found("form") == ["form"]
    assert search("form").did_you_mean == ""


def test_staff_lead_a_query_to_an_article(articles):
    duplicates = search("appear twice").hits[0].article
    SearchRedirect.objects.create(query="Bank!", folded="bank", article=duplicates, scenario="moved")
    steering.forget()
    first = search("bank").hits[0]
    assert (first.article.slug, first.is_redirect, first.scenario) == ("duplicates", True, "moved")
    assert suggest("BANK")[0].url == "/articles/duplicates/#moved"


def test_what_has_helped_comes_first_among_equals(db):
    make_plain("a", "Trouble with the tray")
    helpful = make_plain("b", "Trouble with the tray")
    assert found("trouble tray") == ["a", "b"]
    make_report(helpful, "visit-of-one-person-0001", "repair", "solved")
    assert found("trouble tray") == ["b", "a"]


def test_equals_stand_by_title_and_are_shown_page_by_page(db):
    for letter in "cab":
        make_plain(f"about-{letter}", f"Trouble with {letter}{letter}")
    assert found("trouble") == ["about-a", "about-b", "about-c"]
    assert found("trouble", limit=2) == ["about-a", "about-b"]
    assert found("trouble", start=2, limit=2) == ["about-c"]
    assert search("trouble", limit=1).total == 3


def test_filters_narrow_the_results_and_are_counted(articles):
    assert found("error", product="ledger") == ["error-324"]
    assert found("error", topic="elsewhere") == []
    Topic.objects.create(slug="empty", name="Empty")
    steering.forget()
    assert found("error", topic="empty") == []
    results = search("error")
    assert [(facet.slug, facet.count) for facet in results.products] == [("ledger", 1)]
    assert [(facet.slug, facet.name, facet.count) for facet in results.topics] == [("banking", "Banking", 2)]


def test_what_a_filter_would_find_is_counted_without_the_one_that_is_set(db):
    Product.objects.create(slug="payroll", name="Payroll")
    make_plain("one", "Printer jam", products=("ledger",))
    make_plain("two", "Printer jam again", products=("payroll",))
    make_plain("three", "Printer jam at night", products=("payroll",))
    results = search("printer jam", product="ledger")
    assert [hit.article.slug for hit in results.hits] == ["one"]
    assert {facet.slug: facet.count for facet in results.products} == {"ledger": 1, "payroll": 2}
    assert [facet.count for facet in results.topics] == [1]


def test_longer_codes_that_begin_like_a_rare_one_come_after_it(db):
    make_plain("sender", "The sender is unknown", codes=("5.7.133",))
    make_plain("any", "The server refuses", codes=("5.7.1",))
    assert found("5.7.1") == ["any", "sender"]


def test_a_code_that_is_not_shown_anyway_stands_before_the_summary(articles):
    by_alias, by_code = search("bnk324").hits[0], search("324").hits[0]
    assert plain(by_alias.context) == f"BNK-324 · {by_alias.article.summary}"
    assert plain(by_code.context).endswith(by_code.article.summary)


@pytest.mark.parametrize("query", ["uathentciation", "authenticaiton", "authentictaoin"])
def test_two_typos_in_a_long_word_are_found(db, query):
    make_plain("lock", "Authentication is refused")
    assert found(query) == ["lock"]


def test_the_cause_that_matched_is_named_and_its_words_are_marked(db):
    moved = make_scenario("moved", "The account moved", (make_fix("remap", "Connect the new account"),))
    steps = (make_step(text="Open the **statements** and choose the ledger that was closed."),)
    closed = make_scenario("closed", "The account is closed", (make_fix("drop", "Drop the link", steps=steps),))
    make_article(slug="accounts", title="Trouble with an account", scenarios=(moved, closed))
    hit = search("choosing a statement").hits[0]
    assert hit.url == "/articles/accounts/#closed"
    assert plain(hit.scenario_title) == "The account is closed"
    assert plain(hit.context) == "Open the statements and choose the ledger that was closed."
    assert matches(hit.context) == ["statements", "choose"]
    assert matches(search("accuont").hits[0].title) == ["account"]


def test_a_long_line_is_cut_at_words_around_its_matches(db):
    make_plain("long", "A long one", f"{'before ' * 60}the zebra crossing {'after ' * 60}")
    line = plain(search("zebra").hits[0].context)
    assert len(line) <= 180
    assert line.startswith("… before")
    assert "the zebra crossing" in line
    assert line.endswith("after …")


def test_a_quoted_message_finds_the_article_that_has_its_words_in_a_row(db):
    make_plain("scattered", "One", "The file is open.", "Another cannot be in use.", "A program is there.")
    make_plain("quoted", "Two", "It says: the file cannot be opened because it is in use by another program.")
    assert found("file cannot be opened because it is in use by another program")[0] == "quoted"


def test_what_another_article_says_about_its_link_counts(db):
    target = make_plain("target", "Repairing the relay")
    row = "| Code | Message | Help |\n| --- | --- | --- |\n| 77 | Gremlins found | [How to repair it](/articles/target/) |"
    make_plain("overview", "All messages", row)
    assert "target" in found("gremlins found")
    retire(search("messages").hits[0].article)
    assert found("gremlins found") == []
    assert found("repairing") == [target.slug]


def test_suggestions_take_the_last_word_for_a_beginning(articles):
    assert [plain(each.title) for each in suggest("transactions app")] == ["Transactions appear twice"]
    assert suggest("conn")[0].code == "324"
    assert suggest("trnasactions")[0].url.startswith("/articles/duplicates/")
    assert suggest("", limit=8) == suggest("!?") == ()
    assert len(suggest("e", limit=1)) <= 1


def test_a_retired_article_is_not_found(articles):
    assert "old" not in found("retired 324")


def test_nothing_asked_finds_nothing(articles):
    assert found("") == found("   ") == found("!?") == []
