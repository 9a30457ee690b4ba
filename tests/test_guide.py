"""The walk: which page a visitor may be on, and what comes next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_bank_document, make_document, make_question, make_scenario
from troubleshooting import guide
from troubleshooting.guide import Trail

BANK = make_bank_document()


def trail(*pairs):
    return Trail.read(BANK, pairs)


def test_a_trail_drops_what_the_article_does_not_know():
    read = trail(("change", "nonsense"), ("utm", "x"), ("tried", "no-such-fix"), ("dismissed", "change"))
    assert read == Trail({}, (), ())


def test_a_trail_is_written_in_one_order_whatever_order_it_was_read_in():
    one = trail(("tried", "remap"), ("sign-in", "other"), ("dismissed", "closed"), ("change", "unsure"))
    other = trail(("change", "unsure"), ("dismissed", "closed"), ("sign-in", "other"), ("tried", "remap"))
    assert one.query() == other.query() == "?change=unsure&dismissed=closed&sign-in=other&tried=remap"


def test_fixes_keep_the_order_in_which_they_were_tried():
    assert trail(("tried", "relogin"), ("tried", "remap"), ("tried", "relogin")).tried == ("relogin", "remap")


def test_the_order_in_which_causes_were_set_aside_makes_no_other_address():
    one, other = (
        trail(("dismissed", "moved"), ("dismissed", "closed")),
        trail(("dismissed", "closed"), ("dismissed", "moved")),
    )
    assert one.query() == other.query()


def test_the_walk_stops_at_the_first_question_without_an_answer():
    assert guide.walk(BANK, {}).end_key == "change"
    assert guide.walk(BANK, {"change": "unsure"}).end_key == "sign-in"


def test_answers_lead_to_a_cause_or_to_contact():
    assert guide.walk(BANK, {"change": "closed"}).end_key == "closed"
    assert guide.walk(BANK, {"change": "unsure", "sign-in": "unsure"}).end_key == "contact"


def test_answers_off_the_way_are_trimmed():
    assert guide.trim(BANK, trail(("change", "moved"), ("sign-in", "other"))).answers == {"change": "moved"}


@pytest.mark.parametrize(
    ("node", "pairs", "reached"),
    [
        ("change", [], "change"),
        ("sign-in", [], "change"),
        ("moved", [], "change"),
        ("contact", [], "change"),
        ("sign-in", [("change", "unsure")], "sign-in"),
        ("change", [("change", "unsure")], "change"),
        ("moved", [("change", "moved")], "moved"),
        ("login", [("change", "moved")], "login"),
        ("sign-in", [("change", "moved")], "moved"),
        ("contact", [("change", "unsure"), ("sign-in", "unsure")], "contact"),
        ("closed", [("tried", "remap")], "closed"),
        ("closed", [("dismissed", "moved")], "closed"),
        ("", [("change", "unsure")], "sign-in"),
    ],
)
def test_a_node_the_trail_does_not_lead_to_gives_the_furthest_it_does(node, pairs, reached):
    assert guide.reach(BANK, node, trail(*pairs)) == reached


def test_without_questions_every_cause_is_open_and_the_start_is_their_list():
    document = make_document()
    assert guide.reach(document, "", Trail()) == ""
    assert guide.reach(document, "moved", Trail()) == "moved"


def test_a_failed_fix_leads_to_the_next_fix_of_its_cause():
    lead = guide.after_failure(BANK, "remap", trail())
    assert (lead.node, lead.fix.key, lead.trail.tried) == ("moved", "readd", ("remap",))


def test_a_fix_that_failed_twice_is_tried_once():
    lead = guide.after_failure(BANK, "remap", trail(("tried", "remap")))
    assert (lead.fix.key, lead.trail.tried) == ("readd", ("remap",))


def test_a_failed_fix_of_a_cause_set_aside_leads_to_another_cause():
    assert guide.after_failure(BANK, "remap", trail(("dismissed", "moved"))).node == "closed"


def test_a_cause_tried_to_the_end_leads_to_the_next_open_cause():
    lead = guide.after_failure(BANK, "readd", trail(("tried", "remap")))
    assert (lead.node, lead.fix.key) == ("closed", "drop")


def test_a_follow_up_is_never_offered_as_a_way_to_solve_the_problem():
    lead = guide.after_failure(BANK, "drop", trail(("tried", "remap"), ("tried", "readd")))
    assert (lead.node, lead.fix.key) == ("login", "relogin")


def test_when_nothing_is_left_the_way_leads_to_contact_with_all_that_was_tried():
    lead = guide.after_failure(BANK, "relogin", trail(("dismissed", "moved"), ("tried", "drop")))
    assert (lead.node, lead.fix, lead.trail.tried) == ("contact", None, ("drop", "relogin"))


def test_a_fix_that_is_gone_leads_only_where_the_trail_may_go():
    asked = guide.after_failure(BANK, "gone", trail())
    assert (asked.node, asked.fix, asked.trail.tried) == ("", None, ())
    assert guide.after_failure(BANK, "gone", trail(("tried", "remap"))).node == "moved"
    assert guide.after_failure(make_document(), "gone", Trail()).node == "moved"


def test_a_cause_set_aside_is_not_offered_again():
    assert [s.key for s in guide.open_scenarios(BANK, trail(("dismissed", "moved")))] == ["closed", "login"]


def test_changing_an_answer_keeps_later_ones_that_still_lie_on_the_way():
    document = make_document(
        scenarios=(make_scenario("moved"), make_scenario("closed")),
        questions=(
            make_question("kind", {"checking": "when", "savings": "when"}),
            make_question("when", {"today": "moved", "before": "closed"}),
        ),
    )
    before = Trail({"kind": "checking", "when": "before"})
    changed = guide.options(document, document.questions[0], before)[1]
    assert (changed.node, changed.trail.answers) == ("closed", {"kind": "savings", "when": "before"})


def test_changing_an_answer_drops_later_ones_off_the_new_way():
    changed = guide.options(BANK, BANK.questions[0], trail(("change", "unsure"), ("sign-in", "other")))[0]
    assert (changed.node, changed.trail.answers) == ("moved", {"change": "moved"})


def test_options_know_which_was_chosen_and_where_each_leads():
    made = guide.options(BANK, BANK.questions[0], trail(("change", "closed")))
    assert [(o.choice.key, o.node, o.chosen) for o in made] == [
        ("moved", "moved", False),
        ("closed", "closed", True),
        ("unsure", "sign-in", False),
    ]


def test_the_number_of_questions_still_to_come_is_that_of_the_longest_way():
    assert guide.most_questions_from(BANK, BANK.questions[0]) == 2
    assert guide.most_questions_from(BANK, BANK.questions[1]) == 1


def test_a_circle_of_questions_ends_at_contact_instead_of_running_for_ever():
    circle = make_document(questions=(make_question("a", {"on": "b"}), make_question("b", {"on": "a"})))
    assert guide.walk(circle, {"a": "on", "b": "on"}).end_key == "contact"
    assert guide.most_questions_from(circle, circle.questions[0]) == 2


KEYS = [f"q{number}" for number in range(6)]


@st.composite
def graphs(draw):
    """Any graph over six questions and two causes, circles and dangling targets included."""
    targets = [*KEYS, "moved", "closed", "contact", "nowhere"]
    questions = [
        make_question(key, {"yes": draw(st.sampled_from(targets))}, unsure=draw(st.sampled_from(targets)))
        for key in KEYS[: draw(st.integers(0, 6))]
    ]
    return make_document(scenarios=(make_scenario("moved"), make_scenario("closed")), questions=questions)


pairs_of_any_kind = st.lists(
    st.tuples(
        st.sampled_from([*KEYS, "tried", "dismissed", "x"]),
        st.sampled_from(["yes", "unsure", "fix-moved", "moved", "closed", "?"]),
    ),
    max_size=8,
)


@given(graphs(), pairs_of_any_kind, st.sampled_from([*KEYS, "moved", "closed", "contact", ""]))
def test_a_redirect_always_ends_at_a_node_that_stands(document, pairs, node):
    read = guide.trim(document, Trail.read(document, pairs))
    reached = guide.reach(document, node, read)
    assert guide.reach(document, reached, read) == reached
    assert guide.trim(document, read) == read


@given(graphs(), pairs_of_any_kind)
def test_saying_it_did_not_help_ends_at_contact_after_every_fix_was_offered_once(document, pairs):
    read = Trail.read(document, pairs)
    offered = list(read.tried)
    lead = guide.next_cause(document, read)
    while lead.fix:
        assert lead.fix.key not in offered
        offered.append(lead.fix.key)
        lead = guide.after_failure(document, lead.fix.key, lead.trail)
    assert lead.node == "contact"
