"""Shared procedures: written once as Markdown, shown by every fix that uses them, changed everywhere together."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from tests.factories import make_article, make_catalog, make_document, make_fix, make_procedure, make_scenario
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.documents.schema import Step
from troubleshooting.models import Article, AuditEntry, ContentVersion, Page, Procedure, Revision
from troubleshooting.models import Step as StepRow
from troubleshooting.publishing import NotRenderedError, publish, rerendering, retire, save_revision, store_entry
from troubleshooting.search import search

pytestmark = pytest.mark.django_db
USE = Step(key="sign-in-again", procedure="sign-in-again")
OPENING = "1. Open it.\n\n   [Take me there](destination:transactions)\n"


def make_user(slug="error-9", **values):
    scenario = make_scenario(fixes=(make_fix("redo", "Redo it", steps=(USE,)),))
    return make_article(slug=slug, codes=(slug,), scenarios=(scenario,), **values)


def change_page(procedure=None):
    return reverse("admin:troubleshooting_procedure_change", args=[(procedure or Procedure.objects.get()).pk])


def form_of(client, address):
    """What the page would post."""
    page = client.get(address).content.decode()
    based_on = re.search(r'name="based_on" value="([^"]*)"', page)
    return {"title": "Sign in again", "based_on": based_on[1] if based_on else ""}


def change(client, text, **values):
    data = {**form_of(client, change_page()), "text": text, **values}
    return client.post(change_page(), data, follow=True)


# Writing one


def test_a_publisher_writes_one_in_markdown(client):
    make_catalog()
    user = sign_in(client, "Publishers")
    add = reverse("admin:troubleshooting_procedure_add")
    response = client.post(
        add, {"title": "Open the list", "key": "open-the-list", "text": OPENING.replace("\n", "\r\n")}
    )
    assert response.status_code == 302
    procedure = Procedure.objects.get()
    assert [(step.key, step.destination) for step in procedure.steps] == [("open-it", "transactions")]
    assert procedure.destinations.get().key == "transactions"
    entry = AuditEntry.objects.get(action="added")
    assert (entry.actor_name, entry.subject) == (user.username, "Shared procedure “Open the list” (open-the-list)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Not a list.", "Line 1: A shared procedure is one numbered list."),
        ("1. a\n2. b\n\n   [x](destination:nowhere)", "Line 2: There is no destination `nowhere`."),
        ("1. a\n2. [x](procedure:sign-in-again)", "Line 2: A shared procedure cannot hold another one."),
        ("1. a\n2. <b>\x01</b>", "Line 2: This line holds an invisible character"),
        ("", "This field is required."),
    ],
)
def test_errors_stand_at_the_field_with_their_lines_and_the_text_stays(client, text, said):
    make_procedure()
    sign_in(client, "Publishers")
    response = change(client, text)
    page = response.content.decode()
    assert escape(said) in page
    assert escape(text.strip()) in page
    assert [step.key for step in Procedure.objects.get().steps] == ["sign-out", "sign-in-again"]


def test_advice_is_shown_and_keeps_nobody_from_saving(client):
    make_procedure()
    sign_in(client, "Publishers")
    change(client, f"1. {'word ' * 61}\n")
    assert "Line 1: This step has 61 words" in client.get(change_page()).content.decode()


def test_the_key_stays_as_it_is(client):
    make_procedure()
    sign_in(client, "Publishers")
    change(client, "1. Other.\n", key="other")
    assert Procedure.objects.get().key == "sign-in-again"


@pytest.mark.parametrize("key", ["", "Two Words", "sign-in-again"])
def test_a_key_that_cannot_be_or_is_taken_is_refused(client, key):
    make_procedure()
    sign_in(client, "Publishers")
    add = reverse("admin:troubleshooting_procedure_add")
    assert client.post(add, {"title": "New", "key": key, "text": "1. a\n"}).status_code == 200
    assert Procedure.objects.count() == 1


# Who may


def test_an_editor_reads_them_and_changes_nothing(client):
    make_procedure()
    make_user()
    sign_in(client, "Editors")
    page = client.get(change_page()).content.decode()
    assert "1. Sign out.<br>2. Sign in again." in page
    assert "Redo it" in page
    assert "Saving publishes" not in page
    assert client.post(change_page(), {"title": "x", "text": "1. x\n"}).status_code == 403
    assert client.get(reverse("admin:troubleshooting_procedure_add")).status_code == 403
    preview = reverse("admin:troubleshooting_procedure_preview")
    assert client.post(preview, {"text": "1. a\n"}).status_code == 200


def test_strangers_and_analysts_see_nothing_of_them(client):
    make_procedure()
    preview = reverse("admin:troubleshooting_procedure_preview")
    assert client.get(change_page()).status_code == 302
    assert client.post(preview, {"text": "1. a\n"}).status_code == 302
    sign_in(client, "Analysts")
    assert client.get(change_page()).status_code == 403
    assert client.post(preview, {"text": "1. a\n"}).status_code == 403


# Changing one


def test_a_change_reaches_all_pages_their_rows_and_the_search_at_once(client):
    make_procedure()
    article, other = make_user(), make_user(slug="other", title="Other")
    user = sign_in(client, "Publishers")
    version = ContentVersion.current()
    page = change(client, "1. Sign out.\n2. Close **every** window.\n").content.decode()
    assert "2 pages show the change: “Bank error 9”, “Other”." in page
    for each in (article, other):
        shown = client.get(each.get_absolute_url()).content.decode()
        assert '<li id="redo--sign-in-again--close-every-window">' in shown
        assert each.pk in [hit.article.pk for hit in search("close every window").hits]
        assert StepRow.objects.get(fix__article=each).text == "Sign out.\nClose every window."
    assert ContentVersion.current() == version + 1
    entry = AuditEntry.objects.get(action="changed")
    assert (entry.actor_name, entry.detail) == (user.username, "Sign in again\n\n1. Sign out.\n2. Sign in again.")


def test_the_pages_get_a_new_date_for_it_is_another_text_unless_the_edit_is_minor(client):
    make_procedure()
    before = make_user().published_at
    sign_in(client, "Publishers")
    change(client, "1. Sign out!\n", is_minor="on")
    assert Article.objects.get().published_at == before
    change(client, "1. Sign out everywhere.\n")
    assert Article.objects.get().published_at > before


def test_another_title_is_for_editors_only_and_makes_no_page_anew(client):
    make_procedure()
    before = make_user()
    sign_in(client, "Publishers")
    page = change(client, "1. Sign out.\n2. Sign in again.\n", title="Renamed").content.decode()
    assert Procedure.objects.get().title == "Renamed"
    assert "shows the change" not in page
    assert Article.objects.get().published_at == before.published_at


def test_retired_articles_and_drafts_stay_as_they_are(client):
    make_procedure()
    retire(make_user())
    save_revision(
        document=make_document(slug="draft", scenarios=(make_scenario(fixes=(make_fix("x", steps=(USE,)),)),))
    )
    sign_in(client, "Publishers")
    page = change(client, "1. Other.\n").content.decode()
    assert "shows the change" not in page
    page = client.get(change_page()).content.decode()
    assert "In 2 articles where visitors do not see it" in page


def test_one_page_that_cannot_be_made_keeps_all_as_they_were_and_is_named(client):
    make_procedure()
    whole = make_user()
    make_user(slug="broken", title="Broken")
    Revision.objects.filter(article__slug="broken").update(content={"from": "another age"})
    sign_in(client, "Publishers")
    response = change(client, "1. Close the window.\n")
    page = response.content.decode()
    assert response.status_code == 409
    assert "The page of “Broken” cannot be made." in page
    assert "1. Close the window." in page, "what was typed stays"
    assert "Close the window" not in client.get(whole.get_absolute_url()).content.decode()
    assert StepRow.objects.get(fix__article=whole).text == "Sign out.\nSign in again."
    assert Procedure.objects.get().steps[0].key == "sign-out"


def test_a_fault_in_the_middle_of_many_pages_changes_none(client, monkeypatch):
    make_procedure()
    articles = [make_user(slug=f"error-{number}", title=f"Error {number}") for number in range(3)]
    monkeypatch.setattr(rerendering, "_BATCH", 1)
    made = []
    render = rerendering.render_body

    def fail_at_the_third(*arguments, **values):
        made.append(arguments)
        if len(made) == 3:
            raise DatabaseError("disk full")
        return render(*arguments, **values)

    monkeypatch.setattr(rerendering, "render_body", fail_at_the_third)
    sign_in(client, "Publishers")
    with pytest.raises(DatabaseError):
        change(client, "1. Close the window.\n")
    assert len(made) == 3
    for article in articles:
        assert "Close the window" not in article.page.body
    assert not search("window").hits


def test_two_people_who_edit_at_once_notice_and_nothing_is_lost(client):
    make_procedure()
    sign_in(client, "Publishers")
    mine = form_of(client, change_page())
    change(client, "1. Theirs.\n")
    response = client.post(change_page(), {**mine, "text": "1. Mine.\n"})
    page = response.content.decode()
    assert "Somebody changed the steps since you opened them." in page
    assert "1. Theirs." in page
    assert "1. Mine." in page
    assert Procedure.objects.get().steps[0].key == "theirs"
    again = re.search(r'name="based_on" value="([^"]*)"', page)[1]
    assert client.post(change_page(), {**mine, "text": "1. Mine.\n", "based_on": again}).status_code == 302
    assert Procedure.objects.get().steps[0].key == "mine"


def test_the_steps_of_the_articles_keep_their_rows(client):
    make_procedure()
    article = make_user()
    row = StepRow.objects.get().pk
    publish(save_revision(document=make_document(
        title="Renamed", scenarios=(make_scenario(fixes=(make_fix("redo", steps=(USE,)),)),)), article=article))  # fmt: skip
    sign_in(client, "Publishers")
    change(client, "1. Other.\n")
    assert (StepRow.objects.get().pk, StepRow.objects.get().procedure) == (row, Procedure.objects.get())


def test_more_pages_take_no_more_queries_but_one_round_for_each_batch(client):
    make_procedure()
    make_user()
    sign_in(client, "Publishers")
    change(client, "1. Warm.\n")
    form = form_of(client, change_page())
    one = count_queries(lambda: client.post(change_page(), {**form, "text": "1. One.\n"}))
    for number in range(4):
        make_user(slug=f"more-{number}", title=f"More {number}")
    form = form_of(client, change_page())
    assert count_queries(lambda: client.post(change_page(), {**form, "text": "1. Five.\n"})) == one


# Deleting one


def test_one_in_use_is_not_deleted_and_its_page_lists_where(client):
    make_procedure()
    make_user()
    sign_in(client, "Publishers")
    address = reverse("admin:troubleshooting_procedure_delete", args=[Procedure.objects.get().pk])
    page = client.post(address, {"post": "yes"}, follow=True).content.decode()
    assert "cannot be deleted: it is used by “Bank error 9”" in page
    assert "#node-moved--redo" in page
    assert Procedure.objects.exists()


def test_one_that_nothing_uses_is_deleted_and_its_text_kept_in_the_log(client):
    make_procedure()
    publish(save_revision(document=make_document(), article=make_user()))
    sign_in(client, "Publishers")
    client.post(reverse("admin:troubleshooting_procedure_delete", args=[Procedure.objects.get().pk]), {"post": "yes"})
    assert not Procedure.objects.exists()
    assert AuditEntry.objects.get(action="deleted").detail.startswith("Sign in again\n\n1. Sign out.")


def test_one_that_only_a_revision_to_come_uses_is_not_deleted(client):
    make_procedure()
    article = make_article()
    scenario = make_scenario(fixes=(make_fix("redo", steps=(USE,)),))
    revision = save_revision(document=make_document(scenarios=(scenario,)), article=article)
    Article.objects.update(scheduled_revision=revision, publish_at=timezone.now() + timedelta(days=1))
    save_revision(document=make_document(title="Without it"), article=article)
    sign_in(client, "Publishers")
    client.post(reverse("admin:troubleshooting_procedure_delete", args=[Procedure.objects.get().pk]), {"post": "yes"})
    assert Procedure.objects.exists()


# Preview


def test_the_preview_shows_the_steps_as_the_page_will_whatever_else_is_wrong(client):
    make_catalog()
    sign_in(client, "Publishers")
    preview = reverse("admin:troubleshooting_procedure_preview")
    response = client.post(preview, {"text": f"Before.\n\n{OPENING}2. <script>x</script>\n"})
    page = response.content.decode()
    assert "https://example.com/transactions" in page
    assert "<script" not in page
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cache-Control"].startswith("no-store")
    assert "There are no steps" in client.post(preview, {"text": ""}).content.decode()
    assert client.get(preview).status_code == 405


def test_the_list_shows_steps_and_fixes(client):
    make_procedure()
    make_user()
    sign_in(client, "Editors")
    page = client.get(reverse("admin:troubleshooting_procedure_changelist")).content.decode()
    assert '<td class="field-step_count">2</td><td class="field-fix_count">1</td>' in page


def test_the_verbs_are_whole_or_nothing_without_a_page_around_them():
    procedure = make_procedure()
    whole = make_user()
    make_user(slug="broken", title="Broken")
    Revision.objects.filter(article__slug="broken").update(content={"from": "another age"})
    Page.objects.update(body="as it was")
    version = ContentVersion.current()
    procedure.content = procedure.content[:1]
    with pytest.raises(NotRenderedError) as refused:
        store_entry(procedure, by=None)
    assert refused.value.article.slug == "broken"
    assert len(Procedure.objects.get().content) == 2
    assert StepRow.objects.get(fix__article=whole).text == "Sign out.\nSign in again."

    with pytest.raises(NotRenderedError):
        rerendering.rerender(Article.objects.all())
    assert Page.objects.get(article=whole).body == "as it was"
    assert ContentVersion.current() == version


def test_pages_are_made_anew_whole_or_nothing_over_many_batches(monkeypatch):
    monkeypatch.setattr(rerendering, "_BATCH", 1)
    whole = make_article()
    make_article(slug="broken", codes=("8",))
    Revision.objects.filter(article__slug="broken").update(content={})
    Page.objects.update(body="as it was")
    with pytest.raises(NotRenderedError):
        rerendering.rerender(Article.objects.all())
    assert Page.objects.get(article=whole).body == "as it was"
