"""Any text is a query."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_article
from troubleshooting.documents.folding import fold_code
from troubleshooting.search import search, suggest
from troubleshooting.search.query import MOST_WORDS, parse


@pytest.mark.parametrize(
    "query",
    [
        '"foo AND bar',
        "***",
        "'; DROP TABLE x; --",
        "%",
        "_",
        "\\",
        "a" * 10_000,
        "error " * 2_000,
        "\u202e\u0000 error",
        "\ud800 error",
        "NEAR(error",
        "error* OR title:error",
        "error & !bank | 'x':*",
        "🙂",
        "ﷺ" * 300,
        "١٢٣ ²³ Ⅷ ㎏",
        "1" * 200,
        "9.9" * 60,
        "{title} : error",
    ],
)
def test_no_query_fails(db, query):
    make_article(slug="error-324", title="Bank connection error 324")
    search(query)
    suggest(query)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(query=st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_at_all_fails(db, query):
    search(query)
    suggest(query)


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_a_query_has_a_bounded_number_of_words_that_are_words(query):
    words = parse(query).words
    assert len(words) <= MOST_WORDS
    assert all(word.token.replace(".", "").isalnum() for word in words)


@given(st.text(max_size=30))
def test_folding_a_code_twice_changes_nothing(text):
    assert fold_code(fold_code(text)) == fold_code(text)
