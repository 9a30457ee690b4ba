"""The OpenAPI description is true: what it allows is answered as it says, and what it does not allow is refused."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from helpportal.wsgi import application
from tests.factories import make_article, make_bank_article, make_document
from troubleshooting.api import api
from troubleshooting.api.answers import Answer
from troubleshooting.documents.schema import Node
from troubleshooting.publishing import publish, retire, save_revision

described = schemathesis.openapi.from_dict(api.get_openapi_schema())
described.app = application
IDENTITY = {"Accept-Encoding": "identity"}
"""schemathesis's WSGI client asks for gzip and cannot unpack it."""


@pytest.fixture
def portal(db):
    """With an article, a renamed one and a retired one."""
    make_bank_article(slug="error-324", codes=("E-4012",))
    renamed = make_article(title="Renamed", slug="old-name", codes=("6",))
    publish(save_revision(document=make_document(title="Renamed", slug="new-name"), article=renamed))
    retire(make_article(title="Retired", slug="retired", codes=("5",)))
    # As Django's own test client does: a request would end the test's connection, and its transaction with it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@described.parametrize()
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("portal")
def test_every_operation_answers_as_it_is_described(case):
    case.call_and_validate(headers=IDENTITY)


@pytest.mark.parametrize(
    ("path", "keys", "query", "status"),
    [
        ("articles/{slug}/", {"slug": "retired"}, {}, 410),
        ("articles/{slug}/guide/", {"slug": "retired"}, {}, 410),
        ("articles/{slug}/guide/{node}/", {"slug": "retired", "node": "change"}, {}, 410),
        ("articles/{slug}/", {"slug": "old-name"}, {}, 301),
        ("articles/{slug}/guide/", {"slug": "old-name"}, {}, 301),
        ("articles/{slug}/guide/{node}/", {"slug": "old-name", "node": "moved"}, {}, 301),
        ("articles/{slug}/guide/{node}/", {"slug": "error-324", "node": "login"}, {}, 302),
        ("articles/{slug}/guide/{node}/", {"slug": "error-324", "node": "change"}, {}, 200),
        ("articles/{slug}/guide/{node}/", {"slug": "error-324", "node": "moved"}, {"tried": ["remap"]}, 200),
        ("articles/{slug}/guide/{node}/", {"slug": "error-324", "node": "nothing"}, {}, 404),
        ("codes/{code}/", {"code": "324"}, {}, 404),
        ("search/", {}, {"q": "bank", "page": 0}, 422),
        ("articles/", {}, {"code": "x" * 2100}, 400),
    ],
)
@pytest.mark.usefixtures("portal")
def test_what_becomes_of_an_article_is_described(path, keys, query, status):
    case = described[f"/api/v1/{path}"]["GET"].Case(path_parameters=keys, query=query)
    response = case.call(headers=IDENTITY)
    case.validate_response(response)
    assert response.status_code == status


def test_the_description_names_its_server_and_every_operation_once():
    told = api.get_openapi_schema()
    operations = [operation for path in told["paths"].values() for operation in path.items()]
    assert (told["openapi"], told["servers"]) == ("3.1.0", [{"url": "http://testserver"}])
    assert {method for method, _operation in operations} == {"get"}
    assert len({operation["operationId"] for _method, operation in operations}) == len(operations) == 10
    assert all(operation["summary"] and operation["tags"] for _method, operation in operations)


def test_no_two_things_have_one_name():
    """ninja keeps schemas by class name, and the later one of two would describe both."""
    models = _models(Answer) | _models(Node)
    names = [model.__name__ for model in models]
    assert len(names) > 30
    assert sorted(names) == sorted(set(names))


def _models(base):
    return {base}.union(*(_models(model) for model in base.__subclasses__()))
