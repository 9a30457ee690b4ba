"""Dates and numbers as the pages say them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troubleshooting.templatetags.wording import ago, thousands


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=61), "1 minute ago"),
        (timedelta(hours=11, minutes=50), "11 hours ago"),
        (timedelta(days=3, hours=4), "3 days ago"),
        (timedelta(days=20), "2 weeks ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_time_since_a_moment_is_said_in_its_largest_unit(since, said):
    assert ago(timezone.now() - since).replace("\xa0", " ") == said


def test_a_count_has_separators_from_a_thousand_on():
    assert (thousands(999), thousands(1_234_567)) == ("999", "1,234,567")
