"""What holds on every public page: accessible, clean under its policy, and fit for a small phone."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ARTICLE = "/articles/error-324/"
PAGES = {
    "home": "/",
    "search": "/search/?q=324",
    "search without a result": "/search/?q=flux+compensator",
    "topic": "/topics/bank-connections/",
    "product": "/products/quickbooks-ledger/",
    "article": ARTICLE,
    "question": f"{ARTICLE}guide/last-sign-in/?bank-change=nothing&last-sign-in=same-login",
    "scenario": f"{ARTICLE}guide/new-account-details/?bank-change=new-details&tried=fix-now",
    "solved": f"{ARTICLE}reports/?fix=disconnect",
    "contact": f"{ARTICLE}contact/?bank-change=new-details&tried=fix-now",
    "contact sent": f"{ARTICLE}contact/sent/?reference=ABC-DEF-234",
    "unknown page": "/nothing/",
    "unknown code": "/codes/9999/",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "A1" * 100
HEADERS = 500
"""Bytes of a response's headers, rounded up."""

every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


def open_all(page):
    for card in page.locator("main details").all():
        card.evaluate("card => { card.open = true }")


@pytest.fixture(params=["light", "dark"])
def scheme_page(request, new_context):
    """Axe puts its script into the page, which our policy forbids."""
    return new_context(bypass_csp=True, color_scheme=request.param, reduced_motion="reduce").new_page()


@every_page
def test_axe_finds_no_violation_in_either_color_scheme(scheme_page, address):
    scheme_page.goto(address)
    open_all(scheme_page)
    found = Axe().run(scheme_page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []


@every_page
def test_nothing_breaks_the_policy_fails_in_script_or_stays_on_the_device(page, console, address):
    page.goto(address, wait_until="networkidle")
    assert [text for text in console if "status of 404" not in text] == []
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@every_page
def test_nothing_is_wider_than_a_small_phone(page, address):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@every_page
def test_each_page_has_one_heading_a_description_and_a_way_past_the_masthead(page, address):
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.locator("meta[name=description]").get_attribute("content")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("address", [f"/search/?q={LONG}", f"/codes/{LONG}/"])
def test_a_very_long_word_wraps_on_a_small_phone(page, address):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_first_visit_of_the_article_stays_under_forty_kilobytes(page):
    """Compressed here, because the test server sends static files as they are."""
    received = []

    def keep(response):
        received.append(response)

    page.on("response", keep)
    page.goto(ARTICLE, wait_until="networkidle")
    kinds = {response.request.resource_type for response in received}
    assert {"document", "stylesheet", "script"} <= kinds
    assert sum(len(gzip.compress(response.body())) + HEADERS for response in received) <= 40 * 1024
