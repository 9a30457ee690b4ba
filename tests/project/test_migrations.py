"""The tables are what the models say."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


def test_no_model_has_changed_without_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_our_migrations_are_one_line_of_history():
    loader = MigrationLoader(connection)
    assert len(loader.graph.leaf_nodes("troubleshooting")) == 1


def test_every_migration_says_in_its_name_what_it_does():
    names = [name for app, name in MigrationLoader(connection).disk_migrations if app == "troubleshooting"]
    assert names
    assert [name for name in names if "_auto_" in name] == []
