"""Every row has a name, because the admin, the audit log and error messages show it."""

import pytest
from django.apps import apps

MODELS = list(apps.get_app_config("troubleshooting").get_models())


def test_the_sweep_sees_the_models():
    assert len(MODELS) >= 30


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_without_values_has_a_name_too(model):
    assert isinstance(str(model()), str)
