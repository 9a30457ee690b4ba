"""Plain makers of documents and articles; every default can be read off the signature."""

from troubleshooting.documents.procedures import STORED_STEPS, check_steps
from troubleshooting.documents.schema import (
    CONTACT,
    UNSURE,
    ArticleDocument,
    ChecklistItem,
    Choice,
    Contact,
    Fix,
    FixRole,
    Question,
    Scenario,
    Step,
    Text,
)
from troubleshooting.models import Destination, Procedure, Product, Topic
from troubleshooting.publishing import current_catalog, publish, save_revision, store_entry


def make_step(key="sign-in", text="Sign in.", destination=None):
    return Step(key=key, body=(Text(markdown=text),), destination=destination)


def make_fix(key="reset", title="Reset it", role=FixRole.PRIMARY, steps=None):
    return Fix(key=key, title=title, role=role, steps=steps or (make_step(),))


def make_scenario(key="moved", title="The account moved", fixes=None):
    return Scenario(key=key, title=title, body=(Text(markdown="A cause."),), fixes=fixes or (make_fix(f"fix-{key}"),))


def make_question(key, to, *, unsure=CONTACT, title=""):
    """``to`` maps choice keys to targets; the choice "I'm not sure" is added."""
    choices = [Choice(key=choice, label=choice.title(), to=target) for choice, target in to.items()]
    choices.append(Choice(key=UNSURE, label="I'm not sure", to=unsure))
    return Question(key=key, title=title or f"{key.title()}?", choices=tuple(choices))


def make_document(
    title="Bank error 9",
    slug="error-9",
    codes=("9",),
    topic="banking",
    products=(),
    summary="The bank does not answer.",
    scenarios=None,
    questions=(),
    **more,
):
    return ArticleDocument(
        title=title,
        slug=slug,
        codes=tuple(codes),
        topic=topic,
        products=tuple(products),
        summary=summary,
        scenarios=tuple(scenarios or (make_scenario(),)),
        questions=tuple(questions),
        **more,
    )


def make_bank_document(**more):
    """Three causes and two questions: ``moved`` has a fallback, ``closed`` a follow-up, ``login`` one fix.

    change: moved → moved, closed → closed, unsure → sign-in; sign-in: other → login, unsure → contact.
    """
    values = {
        "scenarios": (
            make_scenario("moved", "The account moved", (make_fix("remap"), make_fix("readd", role=FixRole.FALLBACK))),
            make_scenario(
                "closed", "The account is closed", (make_fix("drop"), make_fix("replace", role=FixRole.FOLLOW_UP))
            ),
            make_scenario("login", "Another sign-in was used", (make_fix("relogin"),)),
        ),
        "questions": (
            make_question("change", {"moved": "moved", "closed": "closed"}, unsure="sign-in"),
            make_question("sign-in", {"other": "login"}),
        ),
        "contact": Contact(checklist=(ChecklistItem(key="bank", label="Name of the bank"),)),
    }
    return make_document(**values | more)


def make_catalog():
    """The topic and the destination that the documents above may name."""
    Topic.objects.get_or_create(slug="banking", defaults={"name": "Banking"})
    Product.objects.get_or_create(slug="ledger", defaults={"name": "Ledger"})
    Destination.objects.get_or_create(
        key="transactions", defaults={"label": "Transactions", "url": "https://example.com/transactions"}
    )


def make_procedure(text="1. Sign out.\n2. Sign in again.\n", *, key="sign-in-again", title="Sign in again"):
    make_catalog()
    steps = check_steps(text, current_catalog()).steps
    procedure = Procedure(key=key, title=title, content=STORED_STEPS.dump_python(steps, mode="json"))
    store_entry(procedure, by=None)
    return procedure


def make_article(document=None, **values):
    """A published article; ``values`` change the default document."""
    make_catalog()
    return publish(save_revision(document=document or make_document(**values)))


def make_bank_article(**more):
    return make_article(make_bank_document(**more))
