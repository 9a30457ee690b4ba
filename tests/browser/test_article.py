"""The article's page in a browser: cards that open by their address, ticks that stay."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
URL = "/articles/error-324/"


def test_the_key_of_a_scenario_opens_its_card_and_only_that(page):
    page.goto(f"{URL}#account-closed")
    expect(page.locator("#account-closed")).to_have_attribute("open", "")
    assert page.locator("details.scenario[open]").count() == 1
    expect(page.get_by_text("Review and post every pending transaction")).to_be_in_viewport()


def test_the_key_of_a_fix_or_a_step_opens_the_card_around_it(page):
    page.goto(f"{URL}#add-again")
    expect(page.get_by_role("heading", name="Disconnect the account and add it again")).to_be_in_viewport()
    page.goto(f"{URL}#share-all--all-accounts")
    expect(page.locator("#share-all--all-accounts")).to_be_in_viewport()


def test_the_key_shows_its_scenario_without_script_too(plain_page):
    plain_page.goto(f"{URL}#account-closed")
    expect(plain_page.get_by_text("Review and post every pending transaction")).to_be_visible()
    expect(plain_page.get_by_text("A new account number or a replacement card changes")).to_be_hidden()


def test_all_cards_open_and_close_at_once(page):
    page.goto(URL)
    page.get_by_role("button", name="Open all").click()
    assert page.locator("details.scenario[open]").count() == 5
    page.get_by_role("button", name="Close all").click()
    assert page.locator("details.scenario[open]").count() == 0


def test_a_card_opens_by_keyboard_alone(page):
    page.goto(URL)
    summary = page.locator("#account-closed > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#account-closed")).to_have_attribute("open", "")


def test_print_shows_every_card_and_the_addresses_of_the_destinations(plain_page):
    plain_page.goto(URL)
    plain_page.emulate_media(media="print")
    expect(plain_page.get_by_text("Switch to your other companies")).to_be_visible()
    expect(plain_page.get_by_role("button", name="This fixed it").first).to_be_hidden()
    link = plain_page.locator("a.take-me-there").first
    shown = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://app.qbo.intuit.com/app/banking" in shown


def test_ticked_steps_stay_ticked_on_the_device_until_they_are_cleared(page):
    page.goto(f"{URL}#new-account-details")
    fix = page.locator("#fix-now")
    expect(page.get_by_role("button", name="Clear ticks")).to_be_hidden()
    fix.get_by_role("checkbox", name="Step 1 is done").check()
    fix.get_by_role("checkbox", name="Step 3 is done").check()
    page.reload()
    expect(fix.get_by_role("checkbox", name="Step 3 is done")).to_be_checked()
    expect(fix.get_by_role("checkbox", name="Step 2 is done")).not_to_be_checked()
    page.goto(f"{URL}guide/new-account-details/?bank-change=new-details")
    expect(page.get_by_role("checkbox", name="Step 1 is done")).to_be_checked()
    page.get_by_role("button", name="Clear ticks").click()
    page.reload()
    expect(page.get_by_role("checkbox", name="Step 1 is done")).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0


def test_steps_can_be_ticked_where_storage_is_forbidden(page, console):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })")
    page.goto(f"{URL}#new-account-details")
    page.get_by_role("checkbox", name="Step 1 is done").first.check()
    assert console == []
