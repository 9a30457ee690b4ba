"""What a visitor says about a fix, and where it leads."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from time_machine import travel

from tests.factories import make_bank_article, make_bank_document
from troubleshooting.http import limits, visits
from troubleshooting.http.limits import Limit
from troubleshooting.models import Report
from troubleshooting.models.reports import TrustClass
from troubleshooting.publishing import publish, save_revision

URL = "/articles/error-9/reports/"
GUIDE = "/articles/error-9/guide/"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def article(db):
    return make_bank_article()


def send(client, *, headers=SAME_ORIGIN, **fields):
    said = {"scenario": "moved", "fix": "remap", "verdict": "not-solved", "revision": 1, **fields}
    return client.post(URL, said, headers=headers)


def test_a_fix_that_helped_is_kept_and_thanked_for(client, article):
    response = send(client, verdict="solved")
    assert (response.status_code, response["Location"]) == (303, f"{URL}?fix=remap")
    report = Report.objects.get()
    assert (report.verdict, report.fix.key, report.scenario.key, report.led_to) == ("solved", "remap", "moved", None)
    assert client.get(response["Location"]).status_code == 200


def test_a_fix_that_did_not_help_leads_to_the_next_fix(client, article):
    response = send(client, change="moved")
    assert response["Location"] == f"{GUIDE}moved/?change=moved&tried=remap"
    assert Report.objects.get().led_to.key == "readd"


def test_the_last_fix_of_a_cause_leads_to_the_next_cause(client, article):
    response = send(client, fix="readd", tried="remap", change="moved")
    assert response["Location"] == f"{GUIDE}closed/?change=moved&tried=remap&tried=readd"


def test_the_last_fix_of_all_leads_to_contact(client, article):
    response = send(client, scenario="login", fix="relogin", tried=["remap", "readd", "drop"])
    assert response["Location"] == "/articles/error-9/contact/?tried=remap&tried=readd&tried=drop&tried=relogin"
    assert Report.objects.get().led_to is None


def test_a_report_keeps_the_answers_on_the_way_the_fixes_tried_and_the_revision(client, article):
    send(client, **{"change": "unsure", "sign-in": "other", "tried": "drop", "utm": "x", "fix": "remap"})
    report = Report.objects.get()
    assert report.answers == {"change": "unsure", "sign-in": "other"}
    assert report.tried == ["drop"]
    assert report.revision == article.published_revision


def test_the_same_click_again_is_one_report(client, article):
    for _again in range(3):
        assert send(client).status_code == 303
    assert Report.objects.count() == 1


def test_the_later_word_of_a_visit_counts(client, article):
    with travel("2026-03-10T10:00Z", tick=False):
        send(client)
    with travel("2026-03-10T12:00Z", tick=False):
        send(client, verdict="solved")
    report = Report.objects.get()
    assert (report.verdict, report.led_to) == ("solved", None)
    assert report.changed_at > report.created_at + timedelta(hours=1)


def test_a_comment_sent_afterwards_joins_the_report_and_stays(client, article):
    send(client, verdict="solved")
    send(client, verdict="solved", comment="It was the new card.")
    send(client, verdict="solved")
    assert Report.objects.get().comment == "It was the new card."


def test_a_comment_is_never_public(client, article):
    send(client, verdict="solved", comment="ZZSECRET")
    for url in ("/", "/articles/error-9/", f"{URL}?fix=remap", "/search/?q=ZZSECRET"):
        assert "ZZSECRET</" not in client.get(url).content.decode()


def test_two_visits_with_ids_of_their_own_are_two_reports(client, article):
    for _visitor in range(2):
        send(client, visit=visits.mint())
    assert Report.objects.count() == 2


def test_a_visit_id_holds_over_fixes_and_addresses(client, article):
    token = visits.mint()
    send(client, visit=token)
    client.post(
        URL,
        {"scenario": "moved", "fix": "readd", "verdict": "solved", "revision": 1, "visit": token},
        REMOTE_ADDR="203.0.113.9",
        headers=SAME_ORIGIN,
    )
    assert Report.objects.values("visit").distinct().count() == 1


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", visits.mint()[:-1] + "x"])
def test_a_missing_or_forged_visit_id_is_no_error_and_still_one_visit(client, article, token):
    send(client, visit=token)
    send(client, visit=token)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "trust"),
    [
        (SAME_ORIGIN, TrustClass.PAGE),
        ({"Origin": "http://testserver"}, TrustClass.PAGE),
        ({}, TrustClass.UNPROVEN),
    ],
)
def test_the_trust_class_says_what_proved_the_page(client, article, headers, trust):
    send(client, headers=headers)
    assert Report.objects.get().trust == trust


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
def test_another_site_cannot_report(client, article, headers):
    assert send(client, headers=headers).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "perhaps"},
        {"fix": ""},
        {"fix": "no-such-fix"},
        {"scenario": "closed"},
        {"revision": 99},
        {"revision": "x"},
        {"fix": "\0"},
    ],
)
def test_a_report_about_what_the_article_never_had_is_refused_with_a_way_on(client, article, fields):
    response = send(client, **fields)
    assert response.status_code == 400
    assert not Report.objects.exists()


def test_a_page_from_before_the_last_publishing_may_still_report(client, article):
    _moved, closed, login = make_bank_document().scenarios
    publish(save_revision(document=make_bank_document(scenarios=(closed, login), questions=()), article=article))
    response = send(client)
    assert response.status_code == 303
    assert Report.objects.get().revision.number == 1
    assert Report.objects.get().led_to.key == "drop"
    assert response["Location"].startswith(f"{GUIDE}closed/")


def test_a_revision_that_was_never_public_cannot_be_reported_on(client, article):
    save_revision(document=make_bank_document(title="Draft"), article=article)
    assert send(client, revision=2).status_code == 400
    assert not Report.objects.exists()


def test_answers_off_the_way_and_the_fix_itself_are_not_kept_as_said_before(client, article):
    send(client, **{"change": "moved", "sign-in": "other", "tried": ["remap", "drop"]})
    report = Report.objects.get()
    assert (report.answers, report.tried) == ({"change": "moved"}, ["drop"])


def test_only_a_fix_of_the_article_is_thanked_for(client, article):
    assert client.get(f"{URL}?fix=nothing").status_code == 302
    assert client.get(URL).status_code == 302


def test_a_visit_id_is_given_on_a_post_only_and_never_stored(client, db):
    assert client.get("/visits/").status_code == 405
    first, second = (client.post("/visits/", headers=SAME_ORIGIN) for _visit in range(2))
    assert first.content != second.content
    assert first["Cache-Control"] == "no-store"
    assert not first.cookies


def test_who_reports_a_solution_sees_it_counted_at_once(client, article, settings):
    settings.HELPED_FLOOR = 1
    assert "Helped" not in client.get("/articles/error-9/").content.decode()
    send(client, verdict="solved")
    assert "Helped 1 person" in client.get("/articles/error-9/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_64_identical_reports_at_once_make_one_row():
    make_bank_article()
    token = visits.mint()
    statuses, start = [], threading.Barrier(64)

    def click():
        start.wait()
        try:
            statuses.append(send(Client(), visit=token).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _click in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 64
    assert Report.objects.count() == 1


def test_a_flood_from_one_network_is_answered_but_set_aside(client, article, monkeypatch):
    monkeypatch.setattr(limits, "REPORTS", Limit("reports", 3, timedelta(hours=1)))
    for _report in range(5):
        assert send(client, visit=visits.mint()).status_code == 303
    assert Report.objects.counted().count() == 3
    assert Report.objects.set_aside().count() == 2


def test_no_form_of_a_visitor_needs_a_cookie(article):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict).status_code == 303
    assert strict.post("/visits/", headers=SAME_ORIGIN).status_code == 200


def test_visit_ids_are_given_out_within_a_limit(client, db, monkeypatch):
    monkeypatch.setattr(limits, "VISITS", Limit("visits", 1, timedelta(hours=1)))
    assert client.post("/visits/", headers=SAME_ORIGIN).status_code == 200
    response = client.post("/visits/", headers=SAME_ORIGIN)
    assert (response.status_code, response["Retry-After"]) == (429, str(limits.VISITS.seconds_left()))


def test_after_a_fix_that_helped_its_follow_ups_are_offered_and_nothing_else(client, article):
    assert 'id="replace"' in client.get(f"{URL}?fix=drop").content.decode()
    assert 'id="replace"' not in client.get(f"{URL}?fix=replace").content.decode()
    assert 'id="readd"' not in client.get(f"{URL}?fix=remap").content.decode()


def test_the_answer_to_a_report_is_stored_nowhere(client, article):
    assert send(client)["Cache-Control"] == "no-store"


def test_a_comment_of_many_lines_is_as_long_as_the_browser_counted_it(client, article):
    lines = "\r\n".join(["x" * 49] * 10) + "y"
    assert send(client, verdict="solved", comment=lines).status_code == 303
    assert Report.objects.get().comment == lines.replace("\r\n", "\n")


def test_a_comment_over_the_limit_is_cut_and_costs_no_report(client, article):
    assert send(client, verdict="solved", comment="x" * 600).status_code == 303
    assert len(Report.objects.get().comment) == 500
