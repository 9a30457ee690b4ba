"""What the head of a page tells search engines and link previews."""

import re

import pytest

from tests.factories import make_bank_article

pytestmark = pytest.mark.django_db
ARTICLE = "/articles/error-9/"
LISTED = ["/", ARTICLE, "/topics/banking/"]
UNLISTED = [
    "/search/?q=9",
    f"{ARTICLE}guide/change/",
    f"{ARTICLE}guide/moved/?change=moved",
    f"{ARTICLE}reports/?fix=remap",
    f"{ARTICLE}contact/?change=moved",
]


def head_of(client, address):
    make_bank_article()
    return client.get(address).content.decode().partition("</head>")[0]


@pytest.mark.parametrize("address", LISTED + UNLISTED)
def test_each_page_names_its_one_address_with_the_host_of_the_settings(client, address):
    found = re.findall(r'<link rel="canonical" href="([^"]+)">', head_of(client, address))
    assert found == [f"http://testserver{address}"]


@pytest.mark.parametrize("address", LISTED)
def test_pages_to_land_on_may_be_listed(client, address):
    assert 'name="robots"' not in head_of(client, address)


@pytest.mark.parametrize("address", UNLISTED)
def test_a_place_on_the_way_is_not_listed(client, address):
    assert '<meta name="robots" content="noindex">' in head_of(client, address)


def test_the_article_is_described_by_its_summary(client):
    head = head_of(client, ARTICLE)
    assert '<meta name="description" content="The bank does not answer.">' in head
    assert "<title>Bank error 9 · Help Center</title>" in head


def test_only_pages_that_swap_parts_load_htmx_at_once(client):
    """The others have it in a template, for whoever reaches for the search box."""
    make_bank_article()
    pages = {address: client.get(address).content.decode() for address in LISTED + UNLISTED}
    at_once = {
        address: re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL) for address, page in pages.items()
    }
    assert [address for address, page in at_once.items() if "htmx-2" in page] == [ARTICLE, *UNLISTED[1:4]]
    assert all("htmx-2" in page for page in pages.values())
