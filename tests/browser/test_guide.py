"""The walk through the questions: with htmx, without script, back and again."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
URL = "/articles/error-324/"


def choose(page, *labels):
    for label in labels:
        page.get_by_role("link", name=label, exact=True).click()


def heading(page):
    return page.get_by_role("heading", level=1)


@pytest.mark.parametrize("script", [True, False], ids=["with htmx", "without script"])
def test_the_questions_lead_to_the_cause_its_fixes_and_at_last_to_support(new_context, script):
    page = new_context(java_script_enabled=script).new_page()
    page.goto(URL)
    choose(page, "Find my cause")
    expect(heading(page)).to_have_text("Has something changed at your bank?")
    choose(page, "Nothing has changed", "The same login as the first time", "No, only this company", "No, only some")
    expect(heading(page)).to_have_text("Only some of your accounts were shared")
    page.get_by_role("button", name="It didn't help").click()
    expect(heading(page)).to_have_text("Your bank gave you a new account number or card")
    page.get_by_role("button", name="It didn't help").click()
    expect(page.get_by_text("You said this did not help: Reconnect with Fix now")).to_be_visible()
    for cause in ("The bank account is closed", "Someone reconnected with", "Several QuickBooks companies"):
        page.get_by_role("link", name="This is not it").click()
        expect(heading(page)).to_contain_text(cause)
    page.get_by_role("link", name="This is not it").click()
    expect(heading(page)).to_have_text("Contact support")


def test_htmx_swaps_the_page_in_place_and_pushes_its_address_and_title(page):
    page.goto(f"{URL}guide/")
    page.evaluate("window.sameDocument = true")
    choose(page, "Nothing has changed")
    expect(heading(page)).to_contain_text("Who signed in")
    expect(page).to_have_url("/articles/error-324/guide/last-sign-in/?bank-change=nothing")
    expect(page).to_have_title(
        "Who signed in to the bank at the last reconnection, and how? · "
        "Bank connection error 324: your accounts can't be found · Help Center"
    )
    assert page.evaluate("window.sameDocument")
    assert page.locator("main").count() == 1


def test_the_address_that_a_phone_shares_is_that_of_the_page_shown(page):
    page.goto(f"{URL}guide/")
    choose(page, "Nothing has changed")
    expect(heading(page)).to_contain_text("Who signed in")
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", page.url)


def test_the_focus_moves_to_the_new_heading(page):
    page.goto(f"{URL}guide/")
    page.get_by_role("link", name="Nothing has changed").focus()
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Who signed in")
    expect(heading(page)).to_be_focused()


def test_back_reload_and_a_changed_answer_keep_the_place(page):
    page.goto(f"{URL}guide/")
    choose(page, "Nothing has changed", "The same login as the first time")
    expect(heading(page)).to_contain_text("Do several QuickBooks companies")
    page.reload()
    expect(heading(page)).to_contain_text("Do several QuickBooks companies")
    page.go_back()
    expect(heading(page)).to_contain_text("Who signed in")
    page.go_forward()
    expect(heading(page)).to_contain_text("Do several QuickBooks companies")
    page.get_by_role("link", name="Change Has something changed at your bank?").click()
    expect(page.locator("[aria-current=true]")).to_contain_text("Nothing has changed")
    choose(page, "The account was closed or suspended")
    expect(heading(page)).to_have_text("The bank account is closed or suspended")
    expect(page.locator(".answers dt")).to_have_count(1)


def test_an_error_of_the_server_is_shown_in_the_place_of_the_page(page, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    page.goto(f"{URL}guide/")
    monkeypatch.setattr("troubleshooting.views.guide.given", fail)
    choose(page, "I'm not sure")
    expect(heading(page)).to_have_text("Something broke on our side")
    expect(heading(page)).to_be_focused()


def test_a_dead_connection_is_said_out_loud_and_the_page_stays(page):
    page.goto(f"{URL}guide/")
    page.route("**/guide/**", lambda route: route.abort())
    choose(page, "I'm not sure")
    expect(page.get_by_role("alert")).to_contain_text("could not be reached")
    page.unroute("**/guide/**")
    choose(page, "I'm not sure")
    expect(heading(page)).to_contain_text("Who signed in")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_what_is_no_page_of_ours_is_never_swapped_in(page):
    page.goto(f"{URL}guide/")
    page.route("**/guide/**", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    choose(page, "I'm not sure")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(heading(page)).to_have_text("Has something changed at your bank?")
