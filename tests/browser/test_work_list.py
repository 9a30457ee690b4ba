"""Keeping content fresh in a browser: the work list, what is missing, find and replace, changing several articles."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_pages import RULES
from tests.staff.people import sign_in
from troubleshooting.models import Article, SearchedQuery
from troubleshooting.searches import record_search

pytestmark = pytest.mark.browser
VISITOR = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
REPLACE = "/admin/troubleshooting/article/replace/?find=QuickBooks&by=Ledger"


def as_staff(page, base_url, *groups):
    client = Client()
    user = sign_in(client, *groups or ["Publishers"])
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base_url}])
    return user


@pytest.fixture
def visitor(new_context):
    page = new_context(user_agent=VISITOR).new_page()
    page.set_default_timeout(8_000)
    return page


def test_what_is_searched_and_opened_is_told_once_and_waits_for_the_editors(visitor, page, article, base_url):
    with visitor.expect_response("**/search/seen/") as told:
        visitor.goto("/search/?q=Flux+capacitor")
    assert told.value.status == 303
    visitor.reload(wait_until="networkidle")
    visitor.goto(f"/search/?q={article.code}", wait_until="networkidle")
    with visitor.expect_response("**/search/clicked/") as told:
        visitor.locator("a[data-result]").first.click(modifiers=["Control"])
    assert told.value.status == 204
    counted = set(SearchedQuery.objects.values_list("text", "times", "clicks"))
    assert counted == {("flux capacitor", 1, 0), (article.code, 1, 1)}
    assert visitor.context.cookies() == []

    as_staff(page, base_url)
    page.goto("/admin/searches/")
    page.get_by_role("row", name="flux capacitor").get_by_role("link", name="New article").click()
    page.get_by_role("link", name="How-to").click()
    expect(page.locator("[name=title]")).to_have_value("Flux capacitor")
    page.goto("/admin/searches/")
    page.get_by_role("row", name="flux capacitor").get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Nothing to show for this period.")).to_be_visible()


def test_of_a_visitor_who_asks_not_to_be_followed_nothing_is_told(visitor):
    posts = []
    visitor.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    visitor.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})")
    visitor.goto("/search/?q=Flux+capacitor", wait_until="networkidle")
    assert posts == []


def test_without_script_a_button_tells_of_it(new_context):
    page = new_context(user_agent=VISITOR, java_script_enabled=False).new_page()
    page.goto("/search/?q=Flux+capacitor")
    page.get_by_role("button", name="Tell us that this is missing").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert SearchedQuery.objects.get().text == "flux capacitor"


def test_words_are_replaced_where_they_are_ticked(page, article, base_url, console):
    as_staff(page, base_url)
    page.goto("/admin/troubleshooting/article/")
    page.get_by_role("link", name="Find and replace").click()
    page.get_by_label("Find", exact=True).fill("quickbooks")
    page.get_by_label("Replace with").fill("Ledger")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator("ins").first).to_have_text("Ledger")
    assert article.revisions.count() == 1
    page.get_by_role("button", name="Replace in the ticked articles").click()
    expect(page.get_by_text("1 article has a new draft.")).to_be_visible()
    assert "QuickBooks" not in article.revisions.newest_first().first().document.summary
    assert console == []


def test_several_articles_get_an_owner_and_a_day(page, article, base_url, console):
    as_staff(page, base_url)
    page.goto("/admin/troubleshooting/article/")
    page.locator("#result_list tbody input[type=checkbox]").first.check()
    page.locator("select[name=action]").select_option("change_details")
    page.locator("button[name=index]").click()
    page.get_by_label("Review by").fill("2027-01-31")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Review by: Jan. 31, 2027")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved for 1 article.")).to_be_visible()
    assert str(Article.objects.get().review_by) == "2027-01-31"
    assert console == []


def test_one_click_says_that_an_article_was_reviewed(page, article, base_url):
    as_staff(page, base_url)
    Article.objects.update(review_by=timezone.localdate())
    page.goto("/admin/")
    page.get_by_role("region", name="Review due").get_by_role("link").first.click()
    page.get_by_role("button", name="Reviewed today").click()
    expect(page.get_by_text("Saved. Owner: nobody")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_role("region", name="Review due")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(new_context, article, base_url, scheme):
    """One sign-in for all pages; axe puts its script into the page, which our policy forbids."""
    page = new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce").new_page()
    as_staff(page, base_url)
    for text in ("w" * 199, "e 4012"):
        record_search(text, results=0, at=timezone.now())
    Article.objects.update(review_by=timezone.localdate())
    details = reverse("admin:troubleshooting_article_details", args=[article.pk])
    found = {}
    searches = ("/admin/searches/", "/admin/searches/lead/?q=e+4012&find=bank")
    for address in ("/admin/", *searches, "/admin/troubleshooting/article/new/?title=Flux", details, REPLACE):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        violations = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        found[address] = [(v["id"], [node["html"] for node in v["nodes"]]) for v in violations]
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert {address: problems for address, problems in found.items() if problems} == {}
