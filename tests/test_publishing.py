"""Save, publish, retire, restore: one document, its rows and its page."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_article,
    make_bank_article,
    make_bank_document,
    make_catalog,
    make_document,
    make_fix,
    make_question,
    make_scenario,
    make_step,
)
from troubleshooting.models import (
    Article,
    Choice,
    Code,
    ContentVersion,
    Destination,
    Fix,
    FormerSlug,
    Page,
    Product,
    Revision,
    Scenario,
    Step,
)
from troubleshooting.publishing import (
    EditConflict,
    PublishingError,
    publish,
    render_stale,
    rerender,
    restore,
    retire,
    save_revision,
)

pytestmark = pytest.mark.django_db


def save(article, **changes):
    latest = article.revisions.newest_first().first()
    return save_revision(document=latest.document.model_copy(update=changes), article=article)


def test_saving_makes_nothing_public():
    make_catalog()
    revision = save_revision(document=make_document())
    assert revision.number == 1
    assert not Article.objects.published().exists()
    assert not Scenario.objects.exists()


def test_saving_an_unchanged_document_makes_no_revision():
    article = make_article()
    assert save(article).number == 1
    assert article.revisions.count() == 1


def test_a_draft_of_a_published_article_leaves_its_page_alone():
    article = make_article(title="Old title")
    save(article, title="New title")
    article = Article.objects.for_page().get()
    assert (article.title, article.page.rendered.title) == ("Old title", "Old title")


def test_a_draft_never_published_shows_its_newest_title_in_lists():
    make_catalog()
    article = save_revision(document=make_document(title="First words")).article
    save(article, title="Second words")
    article.refresh_from_db()
    assert article.title == "Second words"


def test_a_save_over_a_newer_revision_is_refused_and_names_it():
    article = make_article()
    save(article, title="Theirs")
    with pytest.raises(EditConflict) as refused:
        save_revision(document=make_document(title="Mine"), article=article, based_on=1)
    assert refused.value.latest.document.title == "Theirs"


def test_a_revision_number_follows_the_one_before():
    article = make_article()
    assert [save(article, title=f"Title {n}").number for n in (2, 3)] == [2, 3]


def test_two_articles_cannot_have_one_slug():
    make_article()
    with pytest.raises(PublishingError, match="error-9"):
        save_revision(document=make_document(title="Another"))
    assert Article.objects.count() == 1


def test_publishing_lays_the_document_out_as_rows():
    make_bank_article()
    assert list(Scenario.objects.values_list("key", flat=True)) == ["moved", "closed", "login"]
    assert list(Fix.objects.values_list("key", "role", "scenario__key")) == [
        ("remap", "fix", "moved"),
        ("readd", "fallback", "moved"),
        ("drop", "fix", "closed"),
        ("replace", "follow-up", "closed"),
        ("relogin", "fix", "login"),
    ]
    targets = Choice.objects.order_by("question__position", "position").values_list(
        "key", "to_question__key", "to_scenario__key"
    )
    assert list(targets) == [
        ("moved", None, "moved"),
        ("closed", None, "closed"),
        ("unsure", "sign-in", None),
        ("other", None, "login"),
        ("unsure", None, None),
    ]


def test_rows_keep_their_identity_when_nodes_are_edited_and_moved():
    article = make_bank_article()
    before = dict(Scenario.objects.values_list("key", "pk"))
    moved, closed, login = make_bank_document().scenarios
    publish(save(article, scenarios=(login, moved.model_copy(update={"title": "A new title"}), closed)))
    assert dict(Scenario.objects.values_list("key", "pk")) == before
    assert list(Scenario.objects.values_list("title", flat=True))[1] == "A new title"


def test_a_fix_may_move_to_another_scenario_and_stay_the_same_row():
    article = make_bank_article()
    row = Fix.objects.get(key="readd").pk
    moved, closed, login = make_bank_document().scenarios
    without = moved.model_copy(update={"fixes": moved.fixes[:1]})
    taking = closed.model_copy(update={"fixes": (*closed.fixes, moved.fixes[1])})
    publish(save(article, scenarios=(without, taking, login)))
    assert Fix.objects.get(key="readd").scenario.key == "closed"
    assert Fix.objects.get(key="readd").pk == row


def test_a_scenario_that_left_is_retired_and_comes_back_as_the_same_row():
    article = make_bank_article(questions=())
    row = Scenario.objects.get(key="closed").pk
    first = article.published_revision
    moved, _closed, login = make_bank_document().scenarios
    publish(save(article, scenarios=(moved, login)))
    assert Scenario.objects.get(key="closed").retired_at is not None
    assert set(Scenario.objects.filter(retired_at=None).values_list("key", flat=True)) == {"moved", "login"}
    publish(restore(first))
    assert Scenario.objects.get(key="closed").pk == row
    assert Scenario.objects.get(key="closed").retired_at is None


def test_steps_of_two_fixes_may_share_a_key():
    make_bank_article()
    assert Step.objects.filter(key="sign-in").count() == 5


def test_a_destination_points_from_its_steps():
    steps = (make_step(), make_step("open", "Open the list.", destination="transactions"))
    make_article(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))
    assert Destination.objects.get().steps.get().key == "open"


def test_a_changed_destination_reaches_the_page_by_rendering_anew():
    steps = (make_step(destination="transactions"),)
    make_article(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))
    Destination.objects.update(url="https://example.com/elsewhere")
    rerender(Article.objects.published().for_page())
    assert "https://example.com/elsewhere" in Article.objects.for_page().get().page.rendered.scenarios[0].fixes[0].steps


def test_errors_of_the_linter_refuse_publishing_and_change_nothing():
    make_catalog()
    broken = make_document(questions=(make_question("change", {"gone": "nowhere"}),))
    revision = save_revision(document=broken)
    with pytest.raises(PublishingError) as refused:
        publish(revision)
    assert any("nowhere" in problem.message for problem in refused.value.problems)
    assert not Article.objects.published().exists()
    assert not Scenario.objects.exists()


def test_publishing_twice_changes_neither_rows_nor_date():
    article = make_bank_article()
    rows = list(Fix.objects.values_list("pk", "key"))
    again = publish(article.published_revision)
    assert again.published_at == article.published_at
    assert list(Fix.objects.values_list("pk", "key")) == rows


def test_every_change_that_a_page_can_show_moves_the_content_version():
    article = make_article()
    versions = [ContentVersion.current()]
    publish(save(article, title="Changed"))
    versions.append(ContentVersion.current())
    retire(article)
    versions.append(ContentVersion.current())
    assert len(set(versions)) == 3


def test_a_renamed_article_keeps_its_former_address():
    article = make_article()
    publish(save(article, slug="error-nine"))
    assert FormerSlug.objects.get().slug == "error-9"
    publish(save(article, slug="error-9"))
    assert [former.slug for former in FormerSlug.objects.all()] == ["error-nine"]


def test_codes_are_the_code_and_its_aliases_each_once():
    make_article(codes=("324", "Error 324", "BNK-324"))
    assert list(Code.objects.values_list("folded", "position")) == [("324", 0), ("bnk324", 2)]


def test_a_retired_article_is_public_again_once_it_is_published():
    article = retire(make_article())
    assert article.status == Article.Status.RETIRED
    publish(article.published_revision)
    assert Article.objects.published().exists()


def test_restoring_saves_the_old_document_as_the_newest_revision():
    article = make_article(title="First")
    publish(save(article, title="Second"))
    restored = restore(article.revisions.get(number=1))
    assert (restored.number, restored.document.title) == (3, "First")
    assert Article.objects.get().title == "Second"


def test_publishing_costs_as_many_queries_for_five_scenarios_as_for_one(django_assert_num_queries):
    make_article(slug="before")
    one = save_revision(document=make_document())
    five = save_revision(
        document=make_document(slug="five", scenarios=tuple(make_scenario(f"cause-{n}") for n in range(5)))
    )
    with django_assert_num_queries(50, exact=False) as for_one:
        publish(one)
    with django_assert_num_queries(len(for_one)):
        publish(five)


def test_pages_made_by_older_templates_are_made_anew_and_shown_right_meanwhile(client, capsys):
    article = make_article()
    Page.objects.update(body="ZZOLD", made_by="older templates")
    assert "ZZOLD" not in client.get(article.get_absolute_url()).content.decode()
    call_command("render_pages")
    assert "1 pages rendered" in capsys.readouterr().out
    assert render_stale() == 0
    assert "ZZOLD" not in Page.objects.get().body


def test_a_page_made_by_today_s_templates_is_shown_as_it_was_stored(client):
    article = make_article()
    Page.objects.update(body="ZZSTORED")
    assert "ZZSTORED" in client.get(article.get_absolute_url()).content.decode()


class Interrupted(Exception):
    """Power, database or process gave out in the middle."""


def interrupt(*_arguments, **_values):
    raise Interrupted


def test_a_publishing_cut_short_changes_nothing(monkeypatch):
    article = make_article(title="Old title")
    revision = save(article, title="New title", scenarios=(make_scenario("other"),))
    monkeypatch.setattr(ContentVersion, "bump", interrupt)
    with pytest.raises(Interrupted):
        publish(revision)
    article = Article.objects.for_page().get()
    assert (article.title, article.page.rendered.title, article.published_revision.number) == ("Old title",) * 2 + (1,)
    assert Scenario.objects.get().key == "moved"


def test_a_first_save_cut_short_leaves_no_article(monkeypatch):
    make_catalog()
    monkeypatch.setattr(Revision, "save", interrupt)
    with pytest.raises(Interrupted):
        save_revision(document=make_document())
    assert not Article.objects.exists()


def test_a_retiring_cut_short_leaves_the_article_public(monkeypatch):
    article = make_article()
    monkeypatch.setattr(ContentVersion, "bump", interrupt)
    with pytest.raises(Interrupted):
        retire(article)
    assert Article.objects.published().exists()


def test_every_verb_locks_the_article_it_changes():
    article = make_article()
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer at a time and no locks on rows")
    latest = article.published_revision
    for verb in (lambda: save(article, title="Changed"), lambda: publish(latest), lambda: retire(article)):
        with CaptureQueriesContext(connection) as queries:
            verb()
        locks = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
        assert any('FROM "troubleshooting_article" ' in lock for lock in locks)


def test_a_draft_that_changes_its_slug_leaves_no_former_address():
    make_catalog()
    first = save_revision(document=make_document(slug="first-idea"))
    save(first.article, slug="second-idea")
    publish(first)
    assert Article.objects.get().slug == "first-idea"
    assert not FormerSlug.objects.exists()


def test_the_date_of_retiring_is_kept_until_the_article_is_public_again():
    article = retire(make_article())
    assert article.retired_at is not None
    assert retire(article).retired_at == article.retired_at
    assert publish(article.published_revision).retired_at is None


def test_a_draft_is_not_retired():
    make_catalog()
    assert retire(save_revision(document=make_document()).article).status == Article.Status.DRAFT


def test_rendering_anew_brings_no_retired_article_back():
    retire(make_article())
    Page.objects.update(made_by="older templates")
    rerender(Article.objects.for_page())
    assert render_stale() == 0
    assert not Article.objects.published().exists()


def test_a_product_the_document_no_longer_names_is_let_go():
    make_catalog()
    Product.objects.create(slug="payroll", name="Payroll")
    article = make_article(products=("ledger",))
    publish(save(article, products=("payroll",)))
    assert article.products.get().slug == "payroll"


def test_a_revision_names_its_author_and_why_it_was_saved():
    make_catalog()
    author = User.objects.create(username="kim")
    revision = save_revision(document=make_document(), author=author, note="A first draft")
    revision.refresh_from_db()
    assert (revision.author, revision.note) == (author, "A first draft")


def test_a_part_that_left_keeps_the_date_it_left_at():
    article = make_bank_article(questions=())
    moved, _closed, login = make_bank_document().scenarios
    publish(save(article, scenarios=(moved, login)))
    left = Scenario.objects.get(key="closed").retired_at
    publish(save(article, title="Changed"))
    assert Scenario.objects.get(key="closed").retired_at == left


def test_the_language_counts_as_part_of_what_made_a_page(client, settings):
    article = make_article()
    Page.objects.update(body="ZZSTORED")
    settings.LANGUAGE_CODE = "de"
    assert "ZZSTORED" not in client.get(article.get_absolute_url()).content.decode()


def test_while_developing_every_page_is_made_of_today_s_templates(client, settings):
    article = make_article()
    Page.objects.update(body="ZZSTORED")
    settings.DEBUG = True
    assert "ZZSTORED" not in client.get(article.get_absolute_url()).content.decode()
