"""The metrics against numbers counted by hand."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.visits import NOON, make_escalation, make_report
from troubleshooting.analytics import Period, Share, Tally, analyze_all, analyze_article
from troubleshooting.models import Article, Choice, Fix, Question, Report, Revision, Scenario
from troubleshooting.models.reports import TrustClass

pytestmark = pytest.mark.django_db

EVER = Period()


def make_article(slug="error-324", *, scenarios=2, fixes=2):
    """With scenarios ``s1``… and their fixes ``s1-f1``…; one question ``when`` with the choices ``today`` and ``unsure``."""
    article = Article.objects.create(slug=slug, title=f"About {slug}", summary="Summary.")
    Revision.objects.create(article=article, number=1, content={})
    for s in range(1, scenarios + 1):
        scenario = Scenario.objects.create(article=article, key=f"s{s}", title=f"Cause {s}", position=s)
        for f in range(1, fixes + 1):
            Fix.objects.create(
                article=article, scenario=scenario, key=f"s{s}-f{f}", title=f"Fix {s}.{f}", role="fix", position=f
            )
    question = Question.objects.create(article=article, key="when", title="Since when?")
    for position, key in enumerate(("today", "unsure")):
        Choice.objects.create(question=question, key=key, label=key.title(), position=position)
    return article


def outcomes(article, period=EVER):
    """By key of scenario and fix, the article's under ``article``."""
    analytics = analyze_article(article, period)
    return {
        "article": analytics.outcome,
        **{scenario.key: scenario.outcome for scenario in analytics.scenarios},
        **{fix.key: fix.outcome for fix in analytics.fixes},
    }


def test_a_visit_that_went_through_three_fixes_counts_once_for_the_article():
    article = make_article()
    make_report(article, "a", "s1-f1", led_to="s1-f2")
    make_report(article, "a", "s1-f2", led_to="s2-f1")
    make_report(article, "a", "s2-f1", "solved")

    assert outcomes(article) == {
        "article": Tally(solved=1),
        "s1": Tally(not_solved=1),
        "s1-f1": Tally(not_solved=1),
        "s1-f2": Tally(not_solved=1),
        "s2": Tally(solved=1),
        "s2-f1": Tally(solved=1),
        "s2-f2": Tally(),
    }


def test_a_visit_that_was_led_on_and_fell_silent_is_unknown():
    article = make_article()
    make_report(article, "a", "s1-f1", led_to="s1-f2")

    assert outcomes(article) == {
        "article": Tally(unknown=1),
        "s1": Tally(unknown=1),
        "s1-f1": Tally(not_solved=1),
        "s1-f2": Tally(unknown=1),
        "s2": Tally(),
        "s2-f1": Tally(),
        "s2-f2": Tally(),
    }


def test_a_visit_led_to_another_scenario_is_unknown_there_and_not_solved_where_it_came_from():
    article = make_article(fixes=1)
    make_report(article, "a", "s1-f1", led_to="s2-f1")

    assert outcomes(article) == {
        "article": Tally(unknown=1),
        "s1": Tally(not_solved=1),
        "s1-f1": Tally(not_solved=1),
        "s2": Tally(unknown=1),
        "s2-f1": Tally(unknown=1),
    }


def test_a_visit_whose_last_report_led_nowhere_is_not_solved():
    article = make_article(scenarios=1)
    make_report(article, "a", "s1-f1", led_to="s1-f2")
    make_report(article, "a", "s1-f2")

    assert outcomes(article) == {
        "article": Tally(not_solved=1),
        "s1": Tally(not_solved=1),
        "s1-f1": Tally(not_solved=1),
        "s1-f2": Tally(not_solved=1),
    }


def test_a_visit_that_was_led_on_but_wrote_to_support_is_not_solved():
    article = make_article(scenarios=1)
    make_report(article, "a", "s1-f1", led_to="s1-f2")
    make_escalation(article, "a")

    numbers = outcomes(article)
    assert numbers["article"] == Tally(not_solved=1)
    assert numbers["s1-f2"] == Tally(unknown=1)


def test_a_visit_that_solved_it_with_another_fix_leaves_the_fix_it_was_led_to_unknown_and_its_scenario_solved():
    article = make_article(fixes=3)
    make_report(article, "a", "s1-f1", led_to="s1-f2")
    make_report(article, "a", "s1-f3", "solved")

    numbers = outcomes(article)
    assert numbers["s1-f2"] == Tally(unknown=1)
    assert numbers["s1"] == Tally(solved=1)
    assert numbers["article"] == Tally(solved=1)


def test_two_visits_led_to_the_same_fix_are_two_and_one_visit_led_there_twice_is_one():
    article = make_article(fixes=3)
    make_report(article, "a", "s1-f1", led_to="s2-f1")
    make_report(article, "a", "s1-f2", led_to="s2-f1")
    make_report(article, "b", "s1-f1", led_to="s2-f1")

    numbers = outcomes(article)
    assert numbers["s2-f1"] == Tally(unknown=2)
    assert numbers["s2"] == Tally(unknown=2)
    assert numbers["s1"] == Tally(not_solved=2)


def test_what_was_said_last_decides_where_a_visit_ended():
    article = make_article()
    make_report(article, "a", "s1-f1", led_to="s1-f2")
    last = make_report(article, "a", "s2-f1")
    Report.objects.filter(pk=last.pk).update(changed_at=NOON - timedelta(days=1))
    assert outcomes(article)["article"] == Tally(unknown=1)

    Report.objects.filter(pk=last.pk).update(changed_at=NOON + timedelta(days=1))
    assert outcomes(article)["article"] == Tally(not_solved=1)


def test_a_visit_led_to_a_fix_it_had_reported_on_is_not_silent():
    article = make_article(scenarios=1)
    make_report(article, "a", "s1-f1")
    make_report(article, "a", "s1-f2", led_to="s1-f1")

    assert outcomes(article)["article"] == Tally(not_solved=1)


def test_every_visit_is_in_one_of_the_three_states():
    article = make_article()
    make_report(article, "a", "s1-f1", "solved")
    make_report(article, "b", "s1-f1", led_to="s1-f2")
    make_report(article, "c", "s1-f1", led_to="s1-f2")
    make_report(article, "c", "s1-f2")
    make_report(article, "d", "s1-f1", led_to="s1-f2")
    make_report(article, "d", "s1-f2", "solved")

    numbers = outcomes(article)
    assert numbers["article"] == Tally(solved=2, not_solved=1, unknown=1)
    assert numbers["s1"] == Tally(solved=2, not_solved=1, unknown=1)
    assert numbers["s1-f1"] == Tally(solved=1, not_solved=3)
    assert numbers["s1-f2"] == Tally(solved=1, not_solved=1, unknown=1)


def test_the_same_visit_id_at_two_articles_is_two_visits():
    one, two = make_article("one"), make_article("two")
    make_report(one, "a", "s1-f1", "solved")
    make_report(two, "a", "s1-f1")
    make_escalation(two, "a")

    assert outcomes(one)["article"] == Tally(solved=1)
    assert outcomes(two)["article"] == Tally(not_solved=1)
    assert analyze_all(EVER).outcome == Tally(solved=1, not_solved=1)


def test_a_flood_from_one_network_is_only_counted_apart():
    article = make_article()
    make_report(article, "a", "s1-f1", "solved", trust=TrustClass.FLOOD)
    make_report(article, "b", "s1-f1", led_to="s1-f2", trust=TrustClass.UNPROVEN)
    make_report(article, "b", "s1-f2", "solved", trust=TrustClass.FLOOD)
    make_escalation(article, "b", trust=TrustClass.FLOOD)

    analytics = analyze_article(article, EVER)
    assert analytics.outcome == Tally(unknown=1)
    assert {fix.key: fix.outcome for fix in analytics.fixes}["s1-f2"] == Tally(unknown=1)
    assert (analytics.set_aside_reports, analytics.set_aside_handoffs, analytics.handoffs) == (2, 1, 0)
    assert analyze_all(EVER).set_aside_reports == 2


def test_a_visit_belongs_to_the_period_of_its_first_report_with_all_it_said_later():
    article = make_article()
    midnight = datetime(2026, 3, 11, tzinfo=UTC)
    make_report(article, "a", "s1-f1", led_to="s1-f2", at=midnight - timedelta(seconds=1))
    make_report(article, "a", "s1-f2", "solved", at=midnight + timedelta(seconds=1))
    make_report(article, "b", "s1-f1", "solved", at=midnight)
    tenth = Period.of_days(date(2026, 3, 10), date(2026, 3, 10))
    eleventh = Period.of_days(date(2026, 3, 11), date(2026, 3, 11))

    assert outcomes(article, tenth)["article"] == Tally(solved=1)
    assert outcomes(article, tenth)["s1-f2"] == Tally(solved=1)
    assert outcomes(article, eleventh)["article"] == Tally(solved=1)
    assert outcomes(article, eleventh)["s1-f1"] == Tally(solved=1)
    assert outcomes(article, eleventh)["s1-f2"] == Tally()
    assert outcomes(article)["article"] == Tally(solved=2)


def test_messages_to_support_count_on_the_day_they_were_sent():
    article = make_article()
    make_escalation(article, "a", at=datetime(2026, 3, 10, tzinfo=UTC))
    make_escalation(article, "b", at=datetime(2026, 3, 11, tzinfo=UTC))
    make_escalation(article, "b", at=datetime(2026, 3, 11, 1, tzinfo=UTC))

    def handoffs(period):
        return analyze_article(article, period).handoffs

    assert handoffs(Period.of_days(date(2026, 3, 10), date(2026, 3, 10))) == 1
    assert handoffs(Period.of_days(date(2026, 3, 11), None)) == 2
    assert handoffs(EVER) == 3


def test_answers_are_shares_of_all_visits_that_reported_and_each_visit_answers_once():
    article = make_article()
    make_report(article, "a", "s1-f1", answers={"when": "unsure"})
    make_report(article, "a", "s1-f2", answers={"when": "today"})
    make_report(article, "a", "s2-f1")
    make_report(article, "b", "s1-f1", answers={"when": "today"})
    make_report(article, "c", "s1-f1", answers={"when": "unsure", "gone": "away"})
    make_report(article, "d", "s1-f1")

    (question,) = analyze_article(article, EVER).questions
    assert [(choice.key, choice.share) for choice in question.choices] == [
        ("today", Share(2, 4)),
        ("unsure", Share(1, 4)),
    ]


def test_retired_parts_are_listed_only_where_visits_met_them_and_after_the_live_ones():
    article = make_article(scenarios=3, fixes=1)
    Scenario.objects.filter(key__in=("s1", "s2")).update(retired_at=NOON)
    Fix.objects.filter(key__in=("s1-f1", "s2-f1")).update(retired_at=NOON)
    make_report(article, "a", "s1-f1", "solved")

    assert [(row.key, row.is_retired) for row in analyze_article(article, EVER).scenarios] == [
        ("s3", False),
        ("s1", True),
    ]


def test_a_fix_that_was_moved_counts_where_it_stands_today():
    article = make_article(fixes=1)
    make_report(article, "a", "s1-f1", "solved")
    Fix.objects.filter(key="s1-f1").update(scenario=Scenario.objects.get(key="s2"))

    numbers = outcomes(article)
    assert numbers["s1"] == Tally()
    assert numbers["s2"] == Tally(solved=1)


def test_the_overview_begins_with_the_article_that_leaves_most_visits_unsolved():
    bad, good = make_article("bad"), make_article("good")
    make_article("draft-without-visits")
    make_report(good, "a", "s1-f1", "solved")
    make_report(good, "b", "s1-f1", "solved")
    make_report(bad, "c", "s1-f1")
    make_escalation(good, "d")

    overview = analyze_all(EVER)
    assert [(row.slug, row.outcome, row.handoffs) for row in overview.rows] == [
        ("bad", Tally(not_solved=1), 0),
        ("good", Tally(solved=2), 1),
    ]
    assert (overview.outcome, overview.handoffs) == (Tally(solved=2, not_solved=1), 1)


def test_many_random_visits_are_counted_as_a_plain_loop_counts_them():
    article = make_article(scenarios=3)
    fixes = [fix.key for fix in Fix.objects.filter(article=article)]
    random = Random(324)  # noqa: S311 the same visits in every run
    told = {}
    for number in range(80):
        visit = told.setdefault(f"v{number}", [])
        for fix in random.sample(fixes, random.randint(1, 4)):
            verdict = random.choice(["solved", "not-solved", "not-solved"])
            led_to = random.choice([*fixes, ""]) if verdict == "not-solved" else ""
            visit.append((fix, verdict, led_to))
            make_report(article, f"v{number}", fix, verdict, led_to=led_to)
    written = {visit for visit in told if random.random() < 0.2}
    for visit in written:
        make_escalation(article, visit)

    expected = defaultdict(Counter)
    for visit, words in told.items():
        solved = {fix for fix, verdict, _led in words if verdict == "solved"}
        reported = {fix for fix, _verdict, _led in words}
        silent = {led for _fix, _verdict, led in words if led} - reported
        ended = visit in written or not words[-1][2] or words[-1][2] in reported
        expected["article"]["solved" if solved else "not_solved" if ended else "unknown"] += 1
        for fix in reported | silent:
            expected[fix]["solved" if fix in solved else "not_solved" if fix in reported else "unknown"] += 1
        for scenario in {fix[:2] for fix in reported | silent}:
            of_it = {fix for fix in reported | silent if fix[:2] == scenario}
            expected[scenario]["solved" if of_it & solved else "unknown" if of_it & silent else "not_solved"] += 1
    assert outcomes(article) == {key: Tally(**counts) for key, counts in expected.items()}


def test_nothing_reported_is_said_to_be_nothing():
    article = make_article()

    assert analyze_article(article, EVER).is_empty
    assert analyze_all(EVER).is_empty
    assert analyze_article(article, EVER).outcome.share.value is None


@pytest.mark.parametrize("scenarios", [1, 5])
def test_an_article_takes_thirteen_queries_whatever_it_holds(scenarios):
    article = make_article(scenarios=scenarios)
    for number in range(1, scenarios + 1):
        make_report(article, f"v{number}", f"s{number}-f1", led_to=f"s{number}-f2", answers={"when": "today"})

    with CaptureQueriesContext(connection) as queries:
        analyze_article(article, EVER)
    assert len(queries) == 13


@pytest.mark.parametrize("articles", [1, 5])
def test_the_overview_takes_four_queries_whatever_it_holds(articles):
    for number in range(articles):
        make_report(make_article(f"a{number}"), "a", "s1-f1", "solved")

    with CaptureQueriesContext(connection) as queries:
        analyze_all(EVER)
    assert len(queries) == 4


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(0, 1, 0.0, 0.7935), (1, 1, 0.2065, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_wilsons(count, n, low, high):
    """The last line is the worked example of Newcombe (1998), Statistics in Medicine 17:857."""
    assert Share(count, n).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(pair):
    share = Share(*pair)
    low, high = share.interval or (2.0, -1.0)
    assert 0 <= low <= (share.value or 0) <= high <= 1


def test_there_is_no_share_of_nothing_and_a_small_one_says_so():
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)
    assert Share(1, 19).is_small
    assert not Share(1, 20).is_small


def test_the_last_seven_days_are_whole_days_and_end_with_today():
    period = Period.last_days(7, today=date(2026, 3, 10))
    assert (period.start, period.end) == (datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 11, tzinfo=UTC))
    assert (period.first_day, period.last_day) == (date(2026, 3, 4), date(2026, 3, 10))
