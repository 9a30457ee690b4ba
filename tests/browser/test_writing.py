"""Writing in a browser: pasted documents become Markdown, images are uploaded into the text, and nothing gets lost."""

import base64
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_pages import RULES
from tests.pictures import file_of, make_screenshot
from tests.staff.people import sign_in
from troubleshooting.images import store_image
from troubleshooting.models import Image

pytestmark = pytest.mark.browser
SAYS = "The sign-in window"
SHOT = {"name": "shot.png", "mimeType": "image/png", "buffer": file_of(make_screenshot())}
LIST = "<p class=MsoNormal>First <b>bold</b></p><ul><li>one</li><li>two</li></ul>"

TRANSFER = """
(field, [kind, texts, files]) => {
  const transfer = new DataTransfer();
  for (const [type, text] of Object.entries(texts)) transfer.setData(type, text);
  for (const [name, type, bytes] of files) {
    transfer.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], name, { type }));
  }
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: transfer })
    : new DragEvent("drop", { ...options, dataTransfer: transfer });
  field.focus();
  return field.dispatchEvent(event);
}
"""


def transfer(field, kind="paste", files=(), **texts):
    """Paste or drop; whether the browser would go on and do what it always does."""
    named = {"html": "text/html", "plain": "text/plain"}
    packed = [[name, media, base64.b64encode(content).decode()] for name, media, content in files]
    return field.evaluate(TRANSFER, [kind, {named[key]: text for key, text in texts.items()}, packed])


@pytest.fixture
def text(page, article, base_url):
    """The text of the document editor, empty."""
    client = Client()
    sign_in(client, "Publishers")
    for name in ("session", "csrf"):
        client.get("/admin/login/?next=/admin/")
        if name in client.cookies:
            page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])
    page.goto(reverse("admin:troubleshooting_article_document", args=[article.pk]))
    field = page.get_by_label("Document", exact=True)
    field.fill("")
    return field


def dialog_of(page):
    return page.get_by_role("dialog", name="Insert an image")


def test_a_pasted_document_becomes_markdown_and_undo_takes_it_back(page, text, console):
    text.fill("before ")
    assert not transfer(text, html=LIST, plain="First bold one two")
    expect(text).to_have_value("before \n\nFirst **bold**\n\n- one\n- two")
    expect(page.get_by_text("Pasted as Markdown")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(text).to_have_value("before ")
    assert console == []


def test_what_is_pasted_into_a_step_stays_in_the_step(text):
    text.fill("1. ")
    text.evaluate("text => text.setSelectionRange(3, 3)")
    transfer(text, html=LIST, plain="")
    expect(text).to_have_value("1. First **bold**\n\n   - one\n   - two")


def test_a_list_that_is_pasted_into_a_sentence_stands_apart_from_it(text):
    text.fill("before after")
    text.evaluate("text => text.setSelectionRange(7, 7)")
    transfer(text, html="<ul><li>one</li></ul>", plain="one")
    expect(text).to_have_value("before \n\n- one\n\nafter")


def test_plain_text_is_left_to_the_browser(text):
    assert transfer(text, plain="# plain")
    assert transfer(text, html="<meta charset='utf-8'><span>plain</span>", plain="plain")


def test_when_the_portal_does_not_answer_the_plain_text_is_pasted(page, text):
    page.route("**/admin/paste/", lambda route: route.abort())
    transfer(text, html=LIST, plain="First bold\none\ntwo")
    expect(text).to_have_value("First bold\none\ntwo")
    expect(page.get_by_text("Pasted as plain text")).to_be_visible()


def test_a_pasted_image_is_uploaded_with_what_it_shows(page, text, console):
    text.fill("Look:\n\n")
    transfer(text, files=[("shot.png", "image/png", SHOT["buffer"])])
    dialog = dialog_of(page)
    says = dialog.get_by_label("What the image shows")
    expect(says).to_be_focused()
    says.fill("shot.png")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("does not say what the image shows")
    expect(says).to_be_focused()
    says.fill(SAYS)
    page.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    image = Image.objects.get()
    expect(text).to_have_value(f"Look:\n\n![{SAYS}](/images/{image.name})")
    expect(text).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="The image is in the text")).to_be_visible()
    assert console == ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]


def test_dropped_images_are_asked_for_one_by_one(page, text):
    files = [(f"{width}.png", "image/png", file_of(make_screenshot(width))) for width in (300, 310)]
    transfer(text, "drop", files)
    for name in ("First window", "Second window"):
        says = dialog_of(page).get_by_label("What the image shows")
        expect(says).to_have_value("")
        says.fill(name)
        page.keyboard.press("Enter")
        expect(text).to_have_value(re.compile(name))
    expect(dialog_of(page)).to_be_hidden()
    lines = text.input_value().split("\n")
    assert [line.split("]")[0] for line in lines] == ["![First window", "", "![Second window"]


def test_other_files_are_not_taken(page, text):
    transfer(text, "drop", [("x.pdf", "application/pdf", b"%PDF")])
    expect(page.get_by_text("Only images can be dropped here")).to_be_visible()


def test_text_with_its_own_picture_is_pasted_as_text(page, text):
    transfer(text, files=[("shot.png", "image/png", SHOT["buffer"])], html="<b>Cell</b>", plain="Cell")
    expect(text).to_have_value("**Cell**")
    expect(dialog_of(page)).to_be_hidden()


def test_a_button_chooses_an_image_and_can_be_canceled(page, text, console):
    page.get_by_role("button", name="Image", exact=True).click()
    dialog = dialog_of(page)
    expect(dialog.get_by_label("Image file")).to_be_focused()
    dialog.get_by_role("button", name="Cancel").click()
    expect(text).to_be_focused()

    page.get_by_role("button", name="Image", exact=True).click()
    dialog.get_by_label("Image file").set_input_files(SHOT)
    expect(dialog.locator(".image-preview")).to_be_visible()
    dialog.get_by_label("What the image shows").fill(SAYS)
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(dialog).to_be_hidden()
    expect(text).to_have_value(f"![{SAYS}](/images/{Image.objects.get().name})")
    assert console == []


def test_when_the_upload_fails_the_image_stays_in_the_dialog(page, text):
    page.route("**/admin/images/", lambda route: route.abort())
    transfer(text, files=[("shot.png", "image/png", SHOT["buffer"])])
    dialog = dialog_of(page)
    dialog.get_by_label("What the image shows").fill(SAYS)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("The portal did not answer")

    page.unroute("**/admin/images/")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert Image.objects.count() == 1


def test_without_script_an_image_is_uploaded_on_its_own_page(plain_page, base_url):
    page = plain_page
    client = Client()
    sign_in(client, "Editors")
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base_url}])
    page.goto("/admin/images/")
    page.get_by_label("Image file").set_input_files(SHOT)
    page.get_by_label("What the image shows").fill(SAYS)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_label("Markdown")).to_have_value(f"![{SAYS}](/images/{Image.objects.get().name})")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_images(new_context, article, base_url, scheme):
    image = store_image(data=SHOT["buffer"], alternative=SAYS, by=None)
    client = Client()
    sign_in(client, "Publishers")
    page = new_context(bypass_csp=True, color_scheme=scheme).new_page()
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base_url}])
    document = reverse("admin:troubleshooting_article_document", args=[article.pk])
    for address, within in (
        ("/admin/images/", "#content"),
        (f"/admin/images/{image.pk}/", "#content"),
        (document, "#image-dialog"),
    ):
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address)
        if within == "#image-dialog":
            page.evaluate("document.getElementById('image-dialog').showModal()")
        else:
            assert page.evaluate("document.documentElement.scrollWidth") == 320
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = Axe().run(page, context=within, options=options).response["violations"]
        assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []
