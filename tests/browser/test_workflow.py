"""From draft to the public page with the panel's buttons, with and without script, and by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.editing import enter
from tests.browser.test_pages import RULES
from tests.staff.editing import page_address
from tests.staff.people import make_staff
from troubleshooting.models import Article, Stage
from troubleshooting.publishing import save_revision, send_to_review

pytestmark = pytest.mark.browser


@pytest.fixture
def newest(article):
    """Unpublished edits of error 324."""
    document = article.revisions.get().document.model_copy(update={"title": "Another title"})
    return save_revision(document=document, article=article, author=make_staff("Editors", name="anna"))


def panel(page):
    return page.get_by_role("region", name="Way to the public page")


def go_all_the_way(page, base_url, newest):
    make_staff("Publishers", name="kim")
    enter(page, base_url, "Publishers")
    page.goto(page_address("change", newest.article))
    panel(page).get_by_text("Send to review", exact=True).first.click()
    panel(page).get_by_label("Reviewer").select_option("kim")
    panel(page).get_by_label("Note").fill("Please look at the title.")
    panel(page).get_by_role("button", name="Send to review").click()
    expect(panel(page)).to_contain_text("kim is to look at it")
    expect(panel(page)).to_contain_text("Please look at the title.")

    panel(page).get_by_text("Approve", exact=True).first.click()
    panel(page).get_by_role("button", name="Approve").click()
    expect(panel(page)).to_contain_text("Revision 2 is ready to be published.")

    panel(page).get_by_text("Publish now").click()
    panel(page).get_by_role("button", name="Publish revision 2").click()
    expect(panel(page)).to_contain_text("Nothing waits to be published.")
    assert Article.objects.get().title == "Another title"


def test_the_panel_leads_from_draft_to_public(page, base_url, newest, console):
    go_all_the_way(page, base_url, newest)
    assert console == []


def test_it_does_so_without_script(plain_page, base_url, newest):
    go_all_the_way(plain_page, base_url, newest)


def test_the_keyboard_opens_a_form_and_a_refusal_keeps_what_was_typed(page, base_url, newest):
    enter(page, base_url, "Publishers")
    page.goto(page_address("change", newest.article))
    panel(page).locator("summary", has_text="Schedule publishing").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(panel(page).get_by_label("When (time zone UTC)").first).to_be_focused()
    panel(page).get_by_label("When (time zone UTC)").first.fill("2001-01-02T10:30")
    panel(page).get_by_role("button", name="Schedule", exact=True).click()

    expect(panel(page).get_by_role("alert")).to_contain_text("is past. Choose a time to come.")
    expect(panel(page).get_by_label("When (time zone UTC)").first).to_have_value("2001-01-02T10:30")
    assert Article.objects.get().stage == Stage.DRAFT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_panel_with_every_form_open(new_context, base_url, newest, scheme):
    send_to_review(newest, by=newest.author, note="Please look at the title.")
    page = new_context(bypass_csp=True, color_scheme=scheme).new_page()
    enter(page, base_url, "Publishers")
    page.goto(page_address("change", newest.article))
    for form in panel(page).locator("details").all():
        form.evaluate("form => { form.removeAttribute('name'); form.open = true; }")
    options = {"runOnly": {"type": "tag", "values": RULES}}
    found = Axe().run(page, context=".workflow", options=options).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []


def test_the_panel_and_the_list_fit_a_small_phone(page, base_url, newest):
    page.set_viewport_size({"width": 320, "height": 640})
    enter(page, base_url, "Publishers")
    page.goto(page_address("change", newest.article))
    for form in panel(page).locator("details").all():
        form.evaluate("form => { form.removeAttribute('name'); form.open = true; }")
    assert panel(page).evaluate("panel => panel.scrollWidth <= document.documentElement.clientWidth")
