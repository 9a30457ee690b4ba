"""What somebody does in an editor."""

from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.staff.people import sign_in


def enter(page, base_url, *groups, **fields):
    """Signed in, without the sign-in page. Gives the user."""
    client = Client()
    user = sign_in(client, *groups, **fields)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": base_url}])
    return user


def replace(text, old, new):
    """As somebody would: the old words selected, the new ones typed over them."""
    text.evaluate(
        "(text, old) => { const at = text.value.indexOf(old); text.focus(); text.setSelectionRange(at, at + old.length); }",
        old,
    )
    text.page.keyboard.insert_text(new)


def violations(page):
    """What axe finds once colors have stopped changing, as those of links do for a moment in another scheme."""
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished)).then(() => null)")
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in Axe().run(page).response["violations"]]
