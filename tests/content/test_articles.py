"""Every article that ships with the project is complete, agrees with the catalog and is stored as the printer prints it."""

from pathlib import Path

import pytest
import yaml

from troubleshooting.documents.catalog import Catalog, DestinationLink
from troubleshooting.documents.lint import lint
from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.documents.schema import CONTACT, UNSURE, ArticleDocument

CONTENT = Path(__file__).parents[2] / "content"
FILES = sorted((CONTENT / "articles").glob("*.md"))

every_article = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    data = yaml.load((CONTENT / "catalog.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - builds nothing but strings, lists and dicts
    return Catalog(
        topics={topic["slug"]: topic["name"] for topic in data["topics"]},
        products={product["slug"]: product["name"] for product in data["products"]},
        destinations={
            destination["key"]: DestinationLink(label=destination["label"], url=destination["url"])
            for destination in data["destinations"]
        },
    )


def read(path: Path) -> ArticleDocument:
    parsed = parse(path.read_text(encoding="utf-8"))
    assert not parsed.problems
    assert parsed.document is not None
    return parsed.document


def test_the_error_324_article_and_at_least_seven_more_are_there() -> None:
    assert "error-324" in {path.stem for path in FILES}
    assert len(FILES) >= 8


@every_article
def test_it_is_named_by_its_slug_and_has_nothing_to_complain_about(path: Path, catalog: Catalog) -> None:
    document = read(path)
    assert document.slug == path.stem
    assert lint(document, catalog) == ()


@every_article
def test_it_is_stored_as_the_printer_prints_it(path: Path) -> None:
    assert print_document(read(path)) == path.read_text(encoding="utf-8")


@every_article
def test_its_fixes_have_steps_and_its_support_list_is_filled(path: Path) -> None:
    document = read(path)
    assert 1 <= len(document.scenarios) <= 5
    assert all(fix.steps for scenario in document.scenarios for fix in scenario.fixes)
    assert all(scenario.fixes for scenario in document.scenarios)
    assert len(document.contact.checklist) >= 3


@every_article
def test_its_guide_reaches_every_scenario_and_support_and_accepts_not_being_sure(path: Path) -> None:
    document = read(path)
    to_visit, reached = [document.questions[0].key], set()
    while to_visit:
        question = document.question(key := to_visit.pop())
        if key not in reached and question is not None:
            assert UNSURE in {choice.key for choice in question.choices}
            to_visit.extend(choice.to for choice in question.choices)
        reached.add(key)
    nodes = {node.key for node in (*document.scenarios, *document.questions)}
    assert reached == nodes | {CONTACT}


def test_each_code_belongs_to_one_article() -> None:
    codes = [code for path in FILES for code in read(path).codes]
    assert len(codes) == len(set(codes))


def test_every_topic_and_product_of_the_catalog_has_an_article(catalog: Catalog) -> None:
    documents = [read(path) for path in FILES]
    assert {document.topic for document in documents} == set(catalog.topics)
    assert {slug for document in documents for slug in document.products} == set(catalog.products)
