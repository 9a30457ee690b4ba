"""The same article for people's editors and for programs: /articles/<slug>.md and .json."""

import json

import pytest

from tests.factories import make_article, make_bank_article, make_bank_document, make_document
from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.publishing import publish, retire, save_revision

pytestmark = pytest.mark.django_db
FORMS = ["/articles/error-9.md", "/articles/error-9.json", "/articles/error-9/", "/articles/error-9/guide/"]
FILES = FORMS[:2]


def test_the_markdown_is_the_article_file(client):
    make_bank_article()
    response = client.get(FILES[0])
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.content.decode() == print_document(make_bank_document())
    assert parse(response.content.decode()).document == make_bank_document()


def test_the_json_is_the_document_with_its_address_and_date(client):
    article = make_bank_article(title="Kontofehler „9“")
    response = client.get(FILES[1])
    assert response["Content-Type"] == "application/json; charset=utf-8"
    told = json.loads(response.content)
    assert told.pop("url") == "http://testserver/articles/error-9/"
    assert told.pop("revision") == 1
    assert told.pop("updated_at") == article.published_at.isoformat()
    assert ArticleDocument.model_validate(told) == make_bank_document(title="Kontofehler „9“")
    assert "„9“" in response.content.decode()


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_stored_and_names_the_page_as_the_one_to_list(client, django_assert_num_queries, path):
    make_article()
    first = client.get(path)
    assert first["Link"] == '<http://testserver/articles/error-9/>; rel="canonical"'
    with django_assert_num_queries(0):
        assert client.get(path).content == first.content
    unchanged = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert client.head(path)["ETag"] == first["ETag"]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", FORMS)
def test_a_former_address_leads_to_the_same_form_of_the_article(client, path):
    publish(save_revision(document=make_document(slug="error-10"), article=make_article()))
    response = client.get(f"{path}?q=1")
    assert (response.status_code, response["Location"]) == (301, f"{path.replace('error-9', 'error-10')}?q=1")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("path", FORMS)
def test_a_retired_article_is_gone_in_every_form(client, path):
    article = publish(save_revision(document=make_document(slug="error-10"), article=make_article()))
    retire(article)
    assert client.get(path).status_code == 410
    assert client.get(path.replace("error-9", "error-10")).status_code == 410


@pytest.mark.parametrize("path", FORMS)
def test_a_draft_is_no_such_article_in_any_form(client, path):
    save_revision(document=make_document())
    assert client.get(path).status_code == 404


def test_the_page_leads_to_its_other_forms(client):
    make_article()
    head = client.get("/articles/error-9/").content.decode().partition("</head>")[0]
    for media_type, path in (("text/markdown", FILES[0]), ("application/json", FILES[1])):
        assert f'<link rel="alternate" type="{media_type}"' in head
        assert f'href="{path}">' in head
