import pytest


@pytest.fixture(autouse=True)
def _no_rate(settings):
    """Tests ask more in a second than a program does in a minute; those of the rate set it."""
    settings.API_RATE = 0
