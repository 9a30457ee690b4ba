"""What the databases are asked: tokens in quotation marks, nothing else."""

import pytest

from troubleshooting.search.backends import Lookup, PostgresBackend, SqliteBackend, postgres, sqlite

EVERY = Lookup(((("sign", "in"), ("signin",)), (("324",),)), 10)
FRONT = Lookup(((("324",),),), 10, in_front=True)


def test_a_lookup_is_the_same_question_for_both():
    assert sqlite._match(EVERY) == '(("sign" AND "in") OR ("signin")) AND (("324"))'
    assert postgres._query(EVERY) == "(('sign' & 'in') | ('signin')) & (('324'))"
    assert sqlite._match(FRONT).endswith(' : ((("324")))')


@pytest.mark.parametrize("backend", [SqliteBackend(), PostgresBackend()])
def test_nothing_is_asked_without_a_question(backend):
    assert backend.find([]) == []
