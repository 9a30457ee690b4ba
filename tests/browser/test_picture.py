"""The picture of a guide in a browser: zoomed, walked through by keyboard, and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.staff.people import sign_in

pytestmark = pytest.mark.browser


def open_picture(page, article, base_url, query=""):
    client = Client()
    sign_in(client, "Editors")
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base_url}])
    page.goto(reverse("admin:troubleshooting_article_picture", args=[article.pk, 1]) + query)
    return page.locator(".guide-picture")


def width(picture):
    return picture.evaluate("svg => svg.getBoundingClientRect().width")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_keeps_to_the_policy(page, article, base_url, console, scheme):
    page.emulate_media(color_scheme=scheme)
    open_picture(page, article, base_url)
    found = Axe().run(page, context="#content-main").response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]][:3]) for violation in found] == []
    assert console == []


def test_buttons_and_keys_zoom(page, article, base_url, console):
    picture = open_picture(page, article, base_url)
    whole = width(picture)
    page.get_by_role("button", name="Zoom in").click()
    assert width(picture) == pytest.approx(whole * 1.25, rel=0.01)
    expect(page.locator(".picture-percent")).to_have_text("125 %")
    page.locator("#picture").focus()
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert width(picture) == pytest.approx(whole / 1.25, rel=0.01)
    page.get_by_role("link", name="200 %").click()
    assert width(picture) == pytest.approx(whole * 2, rel=0.01)
    page.get_by_role("button", name="Fit").click()
    assert page.locator("#picture").evaluate("view => view.scrollWidth <= view.clientWidth")
    assert console == []


def test_the_keyboard_goes_through_the_nodes_and_into_the_editor(page, article, base_url):
    open_picture(page, article, base_url)
    page.locator("#picture").focus()
    names = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert names[0] == "Question: Has something changed at your bank?"
    assert all(name.startswith(("Question: ", "Cause: ", "Support: ")) for name in names)
    outline = page.evaluate("getComputedStyle(document.activeElement.querySelector('.shape')).strokeWidth")
    assert outline == "4px"
    key = page.evaluate("document.activeElement.dataset.node")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/change/#node-{key}")


def test_without_script_there_are_links_for_the_size(plain_page, article, base_url):
    picture = open_picture(plain_page, article, base_url)
    whole = plain_page.locator(".guide-picture").bounding_box()["width"]
    expect(plain_page.get_by_role("button", name="Fit")).to_be_hidden()
    plain_page.get_by_role("link", name="50 %", exact=True).click()
    assert picture.bounding_box()["width"] == pytest.approx(whole / 2, rel=0.02)


def test_on_a_narrow_screen_only_the_picture_scrolls_sideways(page, article, base_url):
    page.set_viewport_size({"width": 320, "height": 700})
    open_picture(page, article, base_url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
