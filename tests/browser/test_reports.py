"""Saying whether a fix helped, from the article and from the guide."""

import pytest
from playwright.sync_api import expect

from troubleshooting.models import Report

pytestmark = pytest.mark.browser
URL = "/articles/error-324/"


@pytest.mark.parametrize("script", [True, False], ids=["with htmx", "without script"])
def test_a_double_click_makes_one_report(new_context, script):
    page = new_context(java_script_enabled=script).new_page()
    page.goto(f"{URL}guide/account-closed/?bank-change=closed")
    page.get_by_role("button", name="This fixed it").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to hear that it works again")
    report = Report.objects.get()
    assert (report.verdict, report.fix.key, report.answers) == ("solved", "disconnect", {"bank-change": "closed"})


def test_what_a_fix_leaves_to_do_and_a_comment_come_after_it_helped(page):
    page.goto(f"{URL}#account-closed")
    page.locator("#account-closed").get_by_role("button", name="This fixed it").click()
    expect(page.get_by_role("heading", name="Add the account that replaces it")).to_be_visible()
    page.get_by_label("Was anything unclear").fill("The button is called Unlink here.")
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("your comment is saved too")).to_be_visible()
    assert Report.objects.get().comment == "The button is called Unlink here."


def test_back_from_a_report_is_back_at_its_fix(page):
    page.goto(URL)
    page.get_by_role("button", name="Open all").click()
    page.locator("#account-closed").get_by_role("button", name="It didn't help").click()
    expect(page.get_by_text("Another possible cause")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{URL}#disconnect")
    expect(page.locator("#account-closed")).to_have_attribute("open", "")
    expect(page.locator("#disconnect")).to_be_in_viewport()


def test_reports_of_one_go_at_an_article_belong_to_one_visit(page):
    page.goto(f"{URL}#new-account-details")
    page.locator("#new-account-details").get_by_role("button", name="It didn't help").first.click()
    expect(page.get_by_text("You said this did not help: Reconnect with Fix now")).to_be_visible()
    page.get_by_role("button", name="This fixed it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to hear that it works again")
    first, second = Report.objects.order_by("pk")
    assert first.visit == second.visit
    assert (first.verdict, second.verdict) == ("not-solved", "solved")
    assert second.tried == ["fix-now"]


def test_a_report_waits_a_moment_for_its_visit_and_then_goes_without(page):
    page.route("**/visits/", lambda _route: None)
    page.goto(f"{URL}guide/account-closed/?bank-change=closed")
    page.get_by_role("button", name="This fixed it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to hear that it works again")
    assert Report.objects.count() == 1


def test_nothing_is_stored_and_no_visit_begins_before_the_visitor_acts(page, context):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", URL, f"{URL}guide/", f"{URL}contact/"):
        page.goto(address)
        page.mouse.wheel(0, 600)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith("/visits/")]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert context.cookies() == []
    page.goto(f"{URL}guide/account-closed/?bank-change=closed")
    with page.expect_response("**/visits/"):
        page.get_by_role("button", name="This fixed it").focus()
    assert context.cookies() == []


def test_an_error_of_the_server_is_shown_and_says_what_to_do(page, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("troubleshooting.views.reports.record", fail)
    page.goto(f"{URL}guide/account-closed/?bank-change=closed")
    page.get_by_role("button", name="This fixed it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something broke on our side")
    expect(page.get_by_text("send it once more")).to_be_visible()
