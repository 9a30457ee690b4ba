"""JSON-LD, as schema.org and the search engines ask for it, and what link previews are told."""

import json
import re
from datetime import datetime, timedelta
from html import unescape

import pytest

from tests.factories import make_article, make_bank_article, make_document
from troubleshooting.http.store import clock
from troubleshooting.models import Product, Topic
from troubleshooting.publishing import publish, save_revision
from troubleshooting.views.linked_data import script
from troubleshooting.views.preview import preview_path

pytestmark = pytest.mark.django_db
ARTICLE = "/articles/error-9/"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def head_of(client, address):
    clock.reset()
    return client.get(address).content.decode().partition("</head>")[0]


def things_of(client, address):
    """What a page says it is, by type."""
    (text,) = BLOCK.findall(head_of(client, address))
    data = json.loads(text)
    assert set(data) == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def way(thing):
    items = thing["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    assert {item["@type"] for item in items} == {"ListItem"}
    return [(item["name"], item["item"]) for item in items]


def test_an_article_is_a_tech_article_with_all_that_search_engines_ask_for(client):
    article = make_bank_article(codes=("9", "E-9"), products=("ledger",), publisher="Ledger Company")
    found = things_of(client, ARTICLE)["TechArticle"]
    assert found["headline"] == "Bank error 9"
    assert found["description"] == "The bank does not answer."
    assert found["url"] == found["mainEntityOfPage"]["@id"] == f"http://testserver{ARTICLE}"
    assert found["inLanguage"] == "en-us"
    assert datetime.fromisoformat(found["dateModified"]) == article.published_at
    assert datetime.fromisoformat(found["datePublished"]).date() == article.published_at.date()
    assert found["author"] == {"@type": "Organization", "name": "Ledger Company"}
    assert found["publisher"]["name"] == "Help Center"
    assert found["publisher"]["logo"]["url"] == found["image"] == "http://testserver/static/icons/portal.png"
    assert found["keywords"] == ["9", "E-9"]
    assert found["articleSection"] == "Banking"
    about = {"@type": "Thing", "name": "Ledger", "url": "http://testserver/products/ledger/"}
    assert found["about"] == [about]


def test_the_portal_is_the_author_of_what_has_no_publisher(client):
    make_article()
    found = things_of(client, ARTICLE)["TechArticle"]
    assert found["author"] == found["publisher"]


def test_the_first_publication_is_remembered(client):
    article = make_article()
    before = things_of(client, ARTICLE)["TechArticle"]
    publish(save_revision(document=make_document(summary="The bank is gone."), article=article))
    after = things_of(client, ARTICLE)["TechArticle"]
    first, still = (datetime.fromisoformat(found["datePublished"]) for found in (before, after))
    assert abs(still - first) < timedelta(seconds=1)
    assert after["dateModified"] > before["dateModified"]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (ARTICLE, ["Home", "Banking", "Bank error 9"]),
        ("/topics/banking/", ["Home", "Banking"]),
        ("/products/ledger/", ["Home", "Products", "Ledger"]),
        ("/products/", ["Home", "Products"]),
    ],
)
def test_the_way_to_a_page_is_the_one_that_stands_on_it(client, address, names):
    make_article(products=("ledger",))
    places = way(things_of(client, address)["BreadcrumbList"])
    assert [name for name, _url in places] == names
    assert places[-1][1] == f"http://testserver{address}"
    trail = client.get(address).content.decode().partition('<nav class="breadcrumb"')[2].partition("</nav>")[0]
    assert re.findall(r">([^<>\s][^<>]*)</(?:a|span)>", trail) == names
    assert [f"http://testserver{path}" for path in re.findall(r'href="([^"]+)"', trail)] == [
        url for _name, url in places[:-1]
    ]


def test_the_home_page_tells_how_the_portal_is_searched(client):
    make_article()
    found = things_of(client, "/")["WebSite"]
    assert (found["name"], found["url"]) == ("Help Center", "http://testserver/")
    action = found["potentialAction"]
    assert action["@type"] == "SearchAction"
    assert action["query-input"] == "required name=search_term_string"
    address = action["target"]["urlTemplate"].replace("{search_term_string}", "9")
    assert client.get(address).status_code == 200


def test_no_text_can_end_the_block(client):
    text = '</script><script>alert("1")</script><!-- & \u2028'
    make_article(title=text, codes=(text,))
    Topic.objects.update(name=text)
    Product.objects.update(name=text)
    found = things_of(client, ARTICLE)["TechArticle"]
    assert found["headline"] == text.strip()
    assert "<script>alert" not in client.get(ARTICLE).content.decode()
    (block,) = BLOCK.findall(script({"name": text}))
    assert not set("<>&\u2028") & set(block)


@pytest.mark.parametrize("address", ["/", ARTICLE, "/topics/banking/", "/products/", "/products/ledger/"])
def test_a_link_preview_has_all_it_needs(client, address):
    make_article(products=("ledger",))
    head = head_of(client, address)
    told = dict(re.findall(r'<meta (?:property|name)="((?:og|article|twitter):[^"]+)" content="([^"]*)">', head))
    assert told["og:url"] == f"http://testserver{address}"
    assert told["og:type"] == ("article" if address == ARTICLE else "website")
    assert told["og:site_name"] == "Help Center"
    assert told["og:image"] == "http://testserver/static/icons/portal.png"
    assert told["twitter:card"] == "summary"
    assert unescape(told["og:title"]) in unescape(head.partition("<title>")[2])
    assert f'<meta name="description" content="{told["og:description"]}">' in head
    assert told["og:description"]


def test_the_preview_of_a_draft_tells_machines_nothing(client):
    path = preview_path(make_article().published_revision)
    head = head_of(client, path)
    assert "ld+json" not in head
    assert 'rel="alternate"' not in head
    assert "og:" not in head
    assert '<meta name="robots" content="noindex">' in head
