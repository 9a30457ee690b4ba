"""The first real article holds every fact it was written for, each in its kind of block."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from troubleshooting.documents.markdown import parse
from troubleshooting.documents.schema import CONTACT, ArticleDocument, Block, Callout, Fix, FixRole, Step

ARTICLE = Path(__file__).parents[2] / "content" / "articles" / "error-324.md"

ALL_APPS = "![All apps, a grid of nine tiles](/static/icons/all-apps.svg)"


@pytest.fixture(scope="module")
def article() -> ArticleDocument:
    parsed = parse(ARTICLE.read_text(encoding="utf-8"))
    assert parsed.document is not None, parsed.problems
    return parsed.document


def find_fix(article: ArticleDocument, key: str) -> Fix:
    fix = article.fix(key)
    assert fix is not None, key
    return fix


def text_of(blocks: Iterable[Block]) -> str:
    """The Markdown of the blocks without emphasis, in one line, as facts are looked for in it."""
    return " ".join(" ".join(block.markdown for block in blocks).replace("**", "").split())


def step_texts(fix: Fix) -> list[str]:
    return [text_of(step.body) for step in fix.steps]


def callouts(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    return [(block.kind, text_of([block])) for block in blocks if isinstance(block, Callout)]


def first_step_with(fix: Fix, words: str) -> Step:
    return next(step for step in fix.steps if words in text_of(step.body))


def assert_said_in_order(fix: Fix, *facts: str) -> None:
    """Each fact is in a step of its own or a later place of the same step, in this order."""
    told = " | ".join(step_texts(fix))
    position = 0
    for fact in facts:
        found = told.find(fact, position)
        assert found >= 0, f"{fix.key} does not say {fact!r} in its place: {told}"
        position = found + len(fact)


def walk(article: ArticleDocument, *choices: str) -> str:
    """The key reached from the first question by these choices, given as the keys of choices."""
    at = article.questions[0].key
    for choice_key in choices:
        question = article.question(at)
        assert question is not None, f"{at} is no question, and {choice_key} is left to answer"
        at = next(choice.to for choice in question.choices if choice.key == choice_key)
    return at


def test_the_header_names_code_topic_publisher_and_eleven_products(article: ArticleDocument) -> None:
    assert article.codes == ("324",)
    assert "324" in article.title
    assert article.slug == "error-324"
    assert article.topic == "bank-connections"
    assert article.publisher == "Intuit"
    assert set(article.products) == {
        "quickbooks-ledger",
        "quickbooks-online-advanced",
        "quickbooks-online-essentials",
        "quickbooks-online-free",
        "quickbooks-online-lite",
        "quickbooks-online-plus",
        "quickbooks-online-simple-start",
        "quickbooks-self-employed",
        "quickbooks-self-employed-mobile-android",
        "quickbooks-self-employed-mobile-ios",
        "quickbooks-solopreneur",
    }
    assert len(article.products) == 11


def test_the_introduction_tells_the_symptom_what_helps_and_how_to_prevent_it(article: ArticleDocument) -> None:
    text = text_of(article.body)
    for fact in (
        "QuickBooks Online and Intuit Enterprise Suite",
        "could not find them",
        "restore the connection",
        "syncs",
    ):
        assert fact in text
    assert "no longer download" in article.summary
    [(kind, prevention)] = callouts(article.body)
    assert kind == "important"
    assert "one person" in prevention
    assert "All Accounts" in prevention
    assert "even if you use only a few" in prevention


def test_the_five_scenarios_stand_in_their_order_with_their_fixes_and_roles(article: ArticleDocument) -> None:
    fixes_of = {scenario.key: [(fix.key, fix.role) for fix in scenario.fixes] for scenario in article.scenarios}
    assert list(fixes_of) == [
        "new-account-details",
        "account-closed",
        "different-sign-in",
        "accounts-left-out",
        "several-companies",
    ]
    assert fixes_of == {
        "new-account-details": [("fix-now", FixRole.PRIMARY), ("add-again", FixRole.FALLBACK)],
        "account-closed": [("disconnect", FixRole.PRIMARY), ("replace", FixRole.FOLLOW_UP)],
        "different-sign-in": [("original-login", FixRole.PRIMARY)],
        "accounts-left-out": [("share-all", FixRole.PRIMARY)],
        "several-companies": [("share-all-companies", FixRole.PRIMARY)],
    }


@pytest.mark.parametrize(
    ("scenario_key", "fact"),
    [
        ("new-account-details", "new account number or a replacement card"),
        ("account-closed", "stopped sharing"),
        ("account-closed", "cannot be reconnected"),
        ("different-sign-in", "a spouse's, or a second login"),
        ("different-sign-in", "Manage connections may show a mix"),
        ("accounts-left-out", "takes back the accounts that were shared before"),
        ("several-companies", "replaces the one made before"),
        ("several-companies", "the company whose accounts were left out"),
    ],
)
def test_each_scenario_tells_its_cause(article: ArticleDocument, scenario_key: str, fact: str) -> None:
    scenario = article.scenario(scenario_key)
    assert scenario is not None
    assert fact in text_of(scenario.body)


def test_every_fix_leads_to_bank_transactions_through_the_pictured_all_apps_tile(article: ArticleDocument) -> None:
    fixes = [fix for scenario in article.scenarios for fix in scenario.fixes]
    assert len(fixes) == 7
    for fix in fixes:
        [step] = [step for step in fix.steps if step.destination]
        assert step.destination == "bank-transactions"
        assert step is fix.steps[0] or step is fix.steps[1], fix.key
        assert ALL_APPS in text_of(step.body)
        assert_said_in_order(fix, ALL_APPS, "Accounting", "Bank transactions")


def test_the_picture_of_the_all_apps_tile_is_a_file_of_the_project() -> None:
    assert "<svg" in (ARTICLE.parents[2] / "static" / "icons" / "all-apps.svg").read_text(encoding="utf-8")


def test_reconnecting_shares_all_accounts_and_maps_the_account_without_disconnecting_it(
    article: ArticleDocument,
) -> None:
    fix = find_fix(article, "fix-now")
    assert_said_in_order(
        fix, "Sign in", "Bank transactions", "324", "Fix now", "Sign in to your bank", "today",
        "All Accounts", "Consent All", "Map", "already have in QuickBooks", "Finish",
    )  # fmt: skip
    assert "Disconnect" not in " ".join(step_texts(fix))
    [(kind, note)] = callouts(fix.body)
    assert kind == "note"
    for fact in ("Leave the account connected", "new details", "history", "categorization rules"):
        assert fact in note


def test_the_fallback_adds_the_account_again_and_maps_it_to_the_existing_one(article: ArticleDocument) -> None:
    fix = find_fix(article, "add-again")
    assert "did not help" in text_of(fix.body)
    assert "not in the list" in text_of(fix.body)
    assert_said_in_order(
        fix, "Bank transactions", "Fix now", "Disconnect", "Confirm", "Add account", "your bank", "Sign in", "today",
        "updated account",
    )  # fmt: skip
    [(kind, important)] = callouts(fix.body)
    assert kind == "important"
    for fact in ("map it to the account you already have", "Never create another", "history", "twice"):
        assert fact in important


def test_a_closed_account_is_prepared_disconnected_and_only_then_replaced(article: ArticleDocument) -> None:
    scenario = article.scenario("account-closed")
    assert scenario is not None
    [(kind, before)] = callouts(scenario.body)
    assert kind == "before"
    for fact in (
        "Review and post every pending transaction",
        "Disconnect the closed account first",
        "already connected",
    ):
        assert fact in before

    disconnect = find_fix(article, "disconnect")
    assert [kind for kind, _ in callouts(disconnect.body)] == ["note"]
    assert "nothing more syncs" in text_of(disconnect.body)
    assert_said_in_order(
        disconnect, "Sign in", "Bank transactions", "324", "Fix now", "Manage connections", "Disconnect", "Confirm"
    )
    [(kind, outcome)] = callouts(disconnect.outcome)
    assert kind == "note"
    assert "bank feed is gone" in outcome
    assert "so is the error" in outcome

    assert_said_in_order(
        find_fix(article, "replace"),
        "Bank transactions",
        "Link account",
        "Find your bank",
        "today",
        "new account",
        "Finish",
    )


def test_another_bank_login_is_undone_with_the_original_one(article: ArticleDocument) -> None:
    scenario = article.scenario("different-sign-in")
    assert scenario is not None
    assert_said_in_order(
        find_fix(article, "original-login"), "Bank transactions", "Manage connections", "does not match", "twice",
        "Disconnect", "original login", "first set up", "right accounts", "Finish",
    )  # fmt: skip
    prevention = [block for block in article.body if isinstance(block, Callout)]
    [repeated] = [block for block in scenario.body if isinstance(block, Callout)]
    assert repeated.kind == "important"
    assert repeated.markdown == prevention[0].markdown


def test_accounts_left_out_come_back_by_sharing_all_of_them(article: ArticleDocument) -> None:
    scenario = article.scenario("accounts-left-out")
    assert scenario is not None
    [(kind, important)] = callouts(scenario.body)
    assert kind == "important"
    for fact in ("Always choose All Accounts", "stay as they are", "next screen"):
        assert fact in important
    assert_said_in_order(
        find_fix(article, "share-all"), "company that shows error 324", "Bank transactions", "Link account",
        "Find your bank", "sign in", "All Accounts", "Consent All", "only the accounts this company uses", "Finish",
    )  # fmt: skip


@pytest.mark.parametrize("fix_key", ["share-all", "share-all-companies"])
def test_the_all_accounts_step_says_that_it_only_gives_a_secure_connection(
    article: ArticleDocument, fix_key: str
) -> None:
    [(kind, note)] = callouts(first_step_with(find_fix(article, fix_key), "All Accounts").body)
    assert kind == "note"
    assert "does not put every account into your books" in note
    assert "secure connection" in note


def test_several_companies_get_three_points_a_note_and_all_steps_written_out(article: ArticleDocument) -> None:
    scenario = article.scenario("several-companies")
    assert scenario is not None
    points = [line for block in scenario.body for line in block.markdown.splitlines() if line.startswith("- ")]
    assert len(points) == 3
    for point, fact in zip(points, ("latest one", "can no longer find", "connection itself is alive"), strict=True):
        assert fact in point
    assert "All Accounts" in points[2]
    [(kind, note)] = callouts(scenario.body)
    assert kind == "note"
    assert "single accounts disconnects your other companies" in note
    assert "permanent fix is being worked on" in note

    one_company = find_fix(article, "share-all")
    fix = find_fix(article, "share-all-companies")
    assert step_texts(fix)[: len(one_company.steps)] == step_texts(one_company)
    assert_said_in_order(
        fix, "Finish", "Switch to your other companies", "refresh", "by themselves", "still shows error 324", "repeat"
    )


@pytest.mark.parametrize(
    ("choices", "reached"),
    [
        (["new-details"], "new-account-details"),
        (["closed"], "account-closed"),
        (["nothing", "other-login"], "different-sign-in"),
        (["unsure", "other-login"], "different-sign-in"),
        (["nothing", "same-login", "yes"], "several-companies"),
        (["nothing", "unsure", "yes"], "several-companies"),
        (["unsure", "unsure", "yes"], "several-companies"),
        (["nothing", "same-login", "no", "only-some"], "accounts-left-out"),
        (["unsure", "unsure", "unsure", "only-some"], "accounts-left-out"),
        (["nothing", "same-login", "no", "all"], CONTACT),
        (["nothing", "same-login", "no", "unsure"], CONTACT),
        (["unsure", "unsure", "unsure", "unsure"], CONTACT),
    ],
)
def test_the_answers_lead_to_the_scenario_that_fits(article: ArticleDocument, choices: list[str], reached: str) -> None:
    assert walk(article, *choices) == reached


def test_the_guide_asks_four_questions_and_each_accepts_not_being_sure(article: ArticleDocument) -> None:
    assert [question.key for question in article.questions] == [
        "bank-change",
        "last-sign-in",
        "shared-login",
        "all-shared",
    ]
    assert [len(question.choices) for question in article.questions] == [4, 3, 3, 3]
    for question in article.questions:
        assert [choice.label for choice in question.choices if choice.key == "unsure"] == ["I'm not sure"]


def test_every_scenario_is_the_answer_to_some_question(article: ArticleDocument) -> None:
    targets = {choice.to for question in article.questions for choice in question.choices}
    assert targets >= {scenario.key for scenario in article.scenarios}
    assert CONTACT in targets


def test_support_is_asked_with_four_things_ready(article: ArticleDocument) -> None:
    labels = {item.key: item.label for item in article.contact.checklist}
    assert list(labels) == ["bank-and-account", "shared-login", "changes", "who-connects"]
    assert "type of account" in labels["bank-and-account"]
    assert "several QuickBooks companies" in labels["shared-login"]
    for change in ("new card", "renamed account", "password"):
        assert change in labels["changes"]
    assert "more than one person" in labels["who-connects"]
