"""The panel and the address through which an article moves on: who may, what is told, and that nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.admin.skeleton import SLUG
from troubleshooting.models import Article, Stage
from troubleshooting.publishing import (
    approve,
    publish,
    retire,
    save_revision,
    schedule,
    schedule_retirement,
    send_to_review,
    trash,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    make_catalog()
    return save_revision(document=make_document(), author=make_staff("Editors", name="anna"))


def address(article, name="workflow", *numbers):
    return reverse(f"admin:troubleshooting_article_{name}", args=[article.pk, *numbers])


def do(client, article, what, **data):
    return client.post(address(article), {"do": what, **data})


def panel(client, article):
    """The words of the panel and the deeds it offers."""
    shown = client.get(address(article, "change")).context["workflow"]
    plain = [name for name in ("publish", "retire", "trash", "untrash") if shown[f"can_{name}"]]
    return " ".join(shown["sentences"]), {*(offer.deed.name for offer in shown["offers"]), *plain}


def reload(article):
    return Article.objects.get(pk=article.pk)


# What is offered


def test_an_editor_sends_a_draft_to_review_or_to_the_trash(client, draft):
    sign_in(client, "Editors")
    assert panel(client, draft.article) == ("Revision 1 is a draft.", {"review", "trash"})


def test_a_publisher_may_also_publish_and_schedule_it(client, draft):
    sign_in(client, "Publishers")
    assert panel(client, draft.article)[1] == {"review", "trash", "publish", "schedule"}


def test_in_review_it_says_who_asked_whom_until_when_and_why(client, draft):
    kim = sign_in(client, "Editors", name="kim")
    with_note = {"due": datetime(2030, 1, 2, tzinfo=UTC).date(), "note": "Please look at step 3."}
    send_to_review(draft, by=draft.author, reviewer=kim, **with_note)
    words, deeds = panel(client, draft.article)
    assert words == ("Revision 1 is in review. anna sent it just now. kim is to look at it by Jan. 2, 2030.")
    assert deeds == {"review", "approve", "send-back", "trash"}
    page = client.get(address(draft.article, "change")).content.decode()
    assert "Please look at step 3." in page
    assert "Change the reviewer" in page
    assert "Send to review" not in page


def test_only_the_reviewer_or_a_publisher_is_offered_the_approval(client, draft):
    send_to_review(draft, by=draft.author, reviewer=make_staff("Editors"))
    sign_in(client, "Editors")
    _words, deeds = panel(client, draft.article)
    assert deeds == {"review", "trash"}
    sign_in(client, "Publishers")
    assert panel(client, draft.article)[1] >= {"approve", "send-back"}


def test_ready_it_says_who_approved_it(client, draft):
    approve(draft, by=sign_in(client, "Publishers", name="kim"))
    words, deeds = panel(client, draft.article)
    assert words == "Revision 1 is ready to be published. kim approved it just now."
    assert deeds == {"send-back", "publish", "schedule", "trash"}


def test_scheduled_it_says_when_and_offers_another_time_or_none(client, draft, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    schedule(draft, by=sign_in(client, "Publishers"), publish_at=datetime(2027, 1, 2, 9, tzinfo=UTC))
    words, deeds = panel(client, draft.article)
    assert words == "Revision 1 will be published on Jan. 2, 2027, 10 a.m. (Europe/Berlin)."
    assert deeds == {"publish", "schedule", "schedule-retirement", "unschedule", "trash"}


def test_a_schedule_of_an_older_revision_is_told_beside_the_newer_draft(client, draft):
    schedule(draft, by=sign_in(client, "Publishers"), publish_at=datetime(2027, 1, 2, 9, tzinfo=UTC))
    save_revision(document=make_document(title="Newer"), article=draft.article)
    assert panel(client, draft.article)[0] == (
        "Revision 2 is a draft. Revision 1 will be published on Jan. 2, 2027, 9 a.m. (UTC). "
        "What was saved after it is not part of that."
    )


def test_what_is_late_is_told(client, draft):
    article = publish(draft)
    kim = sign_in(client, "Publishers")
    schedule(save_revision(document=make_document(title="Newer"), article=article), by=kim, publish_at=soon())
    schedule_retirement(article, by=kim, retire_at=soon())
    Article.objects.update(publish_at=timezone.now(), retire_at=timezone.now())
    words, _deeds = panel(client, article)
    assert "and still waits. Is publish_due running?" in words
    assert "and is still public." in words


def test_what_is_public_can_be_retired_now_or_later(client):
    article = make_article()
    sign_in(client, "Publishers")
    assert panel(client, article) == (
        "Nothing waits to be published.",
        {"retire", "schedule-retirement"},
    )
    sign_in(client, "Editors")
    assert panel(client, article)[1] == set()


def test_unpublished_edits_of_a_public_article_have_their_stage_in_the_head(client):
    article = make_article()
    newest = save_revision(document=make_document(title="Newer"), article=article)
    send_to_review(newest, by=make_staff())
    sign_in(client, "Editors")
    page = client.get(address(article, "change")).content.decode()
    assert "unpublished edits · In review" in page
    assert page.count("Visitors see revision 1.") == 1


def test_the_head_leads_to_everything_about_the_newest_revision_in_one_click(client):
    article = make_article()
    newest = save_revision(document=make_document(title="Newer"), article=article)
    sign_in(client, "Editors")
    page = client.get(address(article, "change")).content.decode()
    tools = page.split('<ul class="object-tools">')[1].split("</ul>")[0]
    assert address(article, "look", newest.number) in tools
    for name in ("guide", "history", "details"):
        assert address(article, name) in tools


def test_a_retired_article_can_be_published_again_or_thrown_away_by_publishers_alone(client):
    article = retire(make_article())
    sign_in(client, "Publishers")
    words, deeds = panel(client, article)
    assert words == "The article is retired; no revision of it waits to be published."
    assert deeds == {"publish", "schedule", "trash"}
    sign_in(client, "Editors")
    assert panel(client, article)[1] == set()
    assert do(client, article, "trash").status_code == 403


def test_in_the_trash_it_can_only_be_taken_out(client, draft):
    trash(draft.article, by=draft.author)
    sign_in(client, "Editors")
    words, deeds = panel(client, draft.article)
    assert words.startswith("It was moved to the trash just now. Nothing of it is lost")
    assert deeds == {"untrash"}


def test_where_a_review_is_required_the_panel_says_so_instead_of_offering_to_publish(client, draft, settings):
    settings.REQUIRE_REVIEW = True
    sign_in(client, "Publishers")
    words, deeds = panel(client, draft.article)
    assert "Revision 1 has to be approved first, by somebody who did not write any of it." in words
    assert deeds == {"review", "trash"}


def test_an_analyst_who_may_only_read_is_offered_nothing(client, draft):
    user = sign_in(client)
    user.user_permissions.add(
        user.user_permissions.model.objects.get(codename="view_article", content_type__app_label="troubleshooting")
    )
    assert panel(client, draft.article)[1] == set()


# What it does


def soon(hours=1):
    return timezone.now() + timedelta(hours=hours)


def test_it_goes_from_review_to_the_public_page_by_its_buttons(client, draft):
    kim = make_staff("Editors", name="kim")
    sign_in(client, "Editors")
    response = do(client, draft.article, "review", revision=1, reviewer=kim.pk, due="2030-01-02", note="Look.")
    assert response.url == address(draft.article, "change")
    article = reload(draft.article)
    assert (article.stage, article.reviewer, article.stage_note) == (Stage.IN_REVIEW, kim, "Look.")
    client.force_login(kim)
    do(client, article, "approve", revision=1, note="Good.")
    assert reload(article).approved_by == kim
    sign_in(client, "Publishers")
    page = client.post(address(article), {"do": "publish", "revision": 1}, follow=True).content.decode()
    assert "visitors now see revision 1" in page
    assert reload(article).status == "published"


def test_a_reviewer_is_changed_without_typing_the_rest_anew(client, draft):
    kim = sign_in(client, "Editors", name="kim")
    send_to_review(draft, by=draft.author, reviewer=make_staff("Editors"), due=timezone.localdate())
    response = do(client, draft.article, "review", revision=1, reviewer=kim.pk, due="2001-01-01")
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('value="review"') == 1
    do(client, draft.article, "review", revision=1, reviewer=kim.pk, due=timezone.localdate())
    assert reload(draft.article).reviewer == kim


def test_sending_back_needs_a_reason(client, draft):
    sign_in(client, "Publishers")
    send_to_review(draft, by=draft.author)
    response = do(client, draft.article, "send-back", revision=1, note="")
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()
    do(client, draft.article, "send-back", revision=1, note="Step 3 is wrong.")
    assert reload(draft.article).stage_note == "Step 3 is wrong."


def test_a_time_is_read_in_the_time_zone_of_the_settings_which_the_form_names(client, draft, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    sign_in(client, "Publishers")
    assert "When (time zone Europe/Berlin)" in client.get(address(draft.article, "change")).content.decode()
    page = client.post(
        address(draft.article), {"do": "schedule", "revision": 1, "at": "2027-07-01T10:30"}, follow=True
    ).content.decode()
    assert "Revision 1 will be published on July 1, 2027, 10:30 a.m. (Europe/Berlin)." in page
    assert reload(draft.article).publish_at == datetime(2027, 7, 1, 8, 30, tzinfo=UTC)
    assert 'value="2027-07-01T10:30"' in page


def test_retiring_is_scheduled_and_both_are_cancelled_with_one_button(client):
    article = make_article()
    sign_in(client, "Publishers")
    do(client, article, "schedule-retirement", at="2027-07-01T10:30")
    assert reload(article).retire_at == datetime(2027, 7, 1, 10, 30, tzinfo=UTC)
    do(client, article, "unschedule")
    assert reload(article).retire_at is None


@pytest.mark.parametrize(
    ("what", "data", "told"),
    [
        ("schedule", {"at": "2001-01-01T10:00"}, "is past. Choose a time to come."),
        ("schedule", {"at": "2099-01-01T10:00"}, "more than two years ahead"),
        ("schedule", {"at": "tomorrow"}, "Enter a valid date/time."),
        ("schedule", {}, "This field is required."),
        ("review", {"due": "2001-01-01", "note": "Words to keep"}, "This day is past."),
        ("review", {"reviewer": "99999", "note": "Words to keep"}, "Select a valid choice."),
        ("review", {"note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_wrong_is_told_beside_what_was_typed(client, draft, what, data, told):
    sign_in(client, "Publishers")
    response = do(client, draft.article, what, revision=1, **data)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert all(value in page for value in data.values() if value != "99999")
    assert reload(draft.article).stage == Stage.DRAFT


def test_a_form_about_a_revision_that_is_not_the_newest_any_more_is_refused(client, draft):
    send_to_review(draft, by=draft.author)
    save_revision(document=make_document(title="Newer"), article=draft.article)
    sign_in(client, "Publishers")
    response = do(client, draft.article, "approve", revision=1)
    assert response.status_code == 422
    assert "Revision 2 was saved after revision 1. Look at that one." in response.content.decode()


def test_publishing_publishes_the_revision_that_was_seen(client, draft):
    save_revision(document=make_document(title="Newer"), article=draft.article)
    sign_in(client, "Publishers")
    do(client, draft.article, "publish", revision=1)
    assert reload(draft.article).title == "Bank error 9"


def test_errors_of_the_document_are_named_and_nothing_is_published(client):
    make_catalog()
    broken = save_revision(document=make_document(topic="gone"))
    sign_in(client, "Publishers")
    page = client.post(address(broken.article), {"do": "publish", "revision": 1}, follow=True).content.decode()
    assert "revision 1, was not published" in page
    response = do(client, broken.article, "schedule", revision=1, at=soon(24).strftime("%Y-%m-%dT%H:%M"))
    assert response.status_code == 422
    assert "gone" in response.content.decode()
    assert reload(broken.article).stage == Stage.DRAFT


def test_what_still_says_what_new_articles_begin_with_is_neither_published_nor_scheduled(client):
    make_catalog()
    article = save_revision(document=make_document(slug=SLUG)).article
    sign_in(client, "Publishers")
    do(client, article, "publish", revision=1)
    response = do(client, article, "schedule", revision=1, at=soon(24).strftime("%Y-%m-%dT%H:%M"))
    assert "still the text that new articles begin with" in response.content.decode()
    assert (reload(article).stage, reload(article).status) == (Stage.DRAFT, "draft")


def test_retiring_and_throwing_away_are_asked_about_first(client):
    article = make_article()
    sign_in(client, "Publishers")
    assert f'action="{address(article)}"' in client.get(address(article, "retire")).content.decode()
    assert "Retire it first" in client.get(address(article, "trash")).content.decode()
    assert reload(article).status == "published"

    do(client, article, "retire")
    assert reload(article).status == "retired"
    page = client.get(address(article, "trash")).content.decode()
    assert "Nothing is deleted" in page
    assert reload(article).trashed_at is None

    page = client.post(address(article), {"do": "trash"}, follow=True).content.decode()
    assert "is in the trash" in page
    assert "already" in client.get(address(article, "trash")).content.decode()
    do(client, article, "untrash")
    assert reload(article).trashed_at is None


@pytest.mark.parametrize("what", ["retire", "trash"])
def test_a_deed_that_does_not_fit_is_told_and_changes_nothing(client, draft, what):
    article = publish(draft) if what == "trash" else draft.article
    before = Article.objects.values().get(pk=article.pk)
    sign_in(client, "Publishers")
    page = client.post(address(article), {"do": what}, follow=True).content.decode()
    assert ("is not public" if what == "retire" else "was not moved to the trash") in page
    assert Article.objects.values().get(pk=article.pk) == before


# Strangers


@pytest.mark.parametrize(
    "what", ["approve", "send-back", "schedule", "schedule-retirement", "unschedule", "publish", "retire"]
)
def test_editors_may_not_do_what_publishers_do(client, draft, what):
    send_to_review(draft, by=draft.author, reviewer=make_staff("Editors"))
    sign_in(client, "Editors")
    assert do(client, draft.article, what, revision=1, note="x").status_code == 403
    assert reload(draft.article).stage == Stage.IN_REVIEW


@pytest.mark.parametrize("what", ["", "delete", "add"])
def test_a_form_that_says_nothing_known_is_400(client, draft, what):
    sign_in(client, "Publishers")
    assert do(client, draft.article, what).status_code == 400


@pytest.mark.parametrize("revision", ["2", "0", "-1", "x", "9" * 30])
def test_a_revision_that_is_not_there_is_404(client, draft, revision):
    sign_in(client, "Publishers")
    assert do(client, draft.article, "publish", revision=revision).status_code == 404


def test_looking_at_the_address_does_nothing(client, draft):
    sign_in(client, "Publishers")
    assert client.get(address(draft.article)).status_code == 405
    assert client.post(address(draft.article, "retire")).status_code == 405
    assert client.post(address(draft.article, "trash")).status_code == 405


def test_a_post_without_the_form_s_token_is_refused(draft):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, "Publishers")
    assert do(client, draft.article, "publish").status_code == 403
    assert reload(draft.article).status == "draft"


def test_hostile_notes_are_shown_as_text(client, draft):
    sign_in(client, "Publishers")
    send_to_review(draft, by=draft.author, note="<script>alert(1)</script>")
    page = client.get(address(draft.article, "change")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_panel_takes_as_many_queries_for_six_revisions_as_for_one(client, draft):
    sign_in(client, "Publishers")
    change = address(draft.article, "change")
    client.get(change)
    few = count_queries(lambda: client.get(change))
    for number in range(5):
        save_revision(document=make_document(title=f"Changed {number}"), article=draft.article)
    assert count_queries(lambda: client.get(change)) == few
