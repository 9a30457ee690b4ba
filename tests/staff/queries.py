"""How many queries a page takes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from troubleshooting.models import ContentVersion


def count_queries(act):
    """Without the look at the content's version, which each worker takes once a second whatever is asked of it."""
    with CaptureQueriesContext(connection) as queries:
        act()
    table = ContentVersion._meta.db_table
    return sum(table not in query["sql"] for query in queries.captured_queries)
