"""Small valid documents and files, of which a test says only what matters to it."""

from troubleshooting.documents.catalog import Catalog, DestinationLink
from troubleshooting.documents.schema import (
    CONTACT,
    UNSURE,
    ArticleDocument,
    Blocks,
    Choice,
    Fix,
    FixRole,
    Question,
    Scenario,
    Step,
    Text,
)

HEADER = "---\ntitle: Error 324\nslug: error-324\ntopic: bank-connections\nsummary: It helps.\n---\n"
HEADER_LINES = HEADER.count("\n")

CATALOG = Catalog(
    topics={"bank-connections": "Bank connections", "printing": "Printing"},
    products={"ledger": "QuickBooks Ledger", "online-plus": "QuickBooks Online Plus"},
    destinations={"bank-transactions": DestinationLink("Bank transactions", "https://app.example.com/banking")},
)


def make_text(markdown: str) -> Blocks:
    return (Text(markdown=markdown),)


def make_step(markdown: str = "Sign in.", *, key: str = "sign-in", destination: str | None = None) -> Step:
    return Step(key=key, body=make_text(markdown), destination=destination)


def make_fix(key: str = "reconnect", *, role: FixRole = FixRole.PRIMARY, steps: tuple[Step, ...] | None = None) -> Fix:
    return Fix(key=key, title=key.capitalize(), role=role, steps=(make_step(),) if steps is None else steps)


def make_scenario(key: str = "new-details", *, fixes: tuple[Fix, ...] | None = None, body: Blocks = ()) -> Scenario:
    return Scenario(
        key=key, title=key.capitalize(), body=body, fixes=(make_fix(f"{key}-fix"),) if fixes is None else fixes
    )


def make_question(key: str = "bank-change", **choices: str) -> Question:
    """Choices as ``key=target``; without any, a sound pair."""
    targets = choices or {"changed": "new-details", UNSURE: CONTACT}
    return Question(
        key=key,
        title=key.capitalize(),
        choices=tuple(Choice(key=choice, label=choice, to=target) for choice, target in targets.items()),
    )


def make_document(
    *,
    scenarios: tuple[Scenario, ...] | None = None,
    questions: tuple[Question, ...] | None = None,
    **fields: object,
) -> ArticleDocument:
    """A document without problems: one scenario, and one question that leads to it and to contact."""
    values: dict[str, object] = {
        "title": "Error 324",
        "slug": "error-324",
        "topic": "bank-connections",
        "summary": "It helps.",
        "scenarios": (make_scenario(),) if scenarios is None else scenarios,
        "questions": (make_question(),) if questions is None else questions,
    }
    return ArticleDocument.model_validate(values | fields)
