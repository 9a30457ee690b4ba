"""The search index. It is empty at first: ``rebuild_search --stale`` fills it, which runs after every upgrade."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    """
    CREATE VIRTUAL TABLE troubleshooting_searchentry_words USING fts5(
        title, front, mentions, body, filed,
        content='troubleshooting_searchentry', content_rowid='article_id',
        tokenize="ascii tokenchars '.'", detail=column, columnsize=0
    )
    """,
    """
    CREATE TRIGGER troubleshooting_searchentry_added AFTER INSERT ON troubleshooting_searchentry BEGIN
        INSERT INTO troubleshooting_searchentry_words(rowid, title, front, mentions, body, filed)
        VALUES (new.article_id, new.title, new.front, new.mentions, new.body, new.filed);
    END
    """,
    """
    CREATE TRIGGER troubleshooting_searchentry_removed AFTER DELETE ON troubleshooting_searchentry BEGIN
        INSERT INTO troubleshooting_searchentry_words(troubleshooting_searchentry_words, rowid, title, front, mentions, body, filed)
        VALUES ('delete', old.article_id, old.title, old.front, old.mentions, old.body, old.filed);
    END
    """,
    """
    CREATE TRIGGER troubleshooting_searchentry_changed AFTER UPDATE ON troubleshooting_searchentry BEGIN
        INSERT INTO troubleshooting_searchentry_words(troubleshooting_searchentry_words, rowid, title, front, mentions, body, filed)
        VALUES ('delete', old.article_id, old.title, old.front, old.mentions, old.body, old.filed);
        INSERT INTO troubleshooting_searchentry_words(rowid, title, front, mentions, body, filed)
        VALUES (new.article_id, new.title, new.front, new.mentions, new.body, new.filed);
    END
    """,
]
NO_SQLITE = [
    "DROP TRIGGER IF EXISTS troubleshooting_searchentry_added",
    "DROP TRIGGER IF EXISTS troubleshooting_searchentry_removed",
    "DROP TRIGGER IF EXISTS troubleshooting_searchentry_changed",
    "DROP TABLE IF EXISTS troubleshooting_searchentry_words",
]
# Lookups are functions for the sake of their settings: the planner takes reading every row for cheap, because the texts lie
# outside the table, and compiling the plan costs more than any of them.
_LOOKUP = """
    CREATE FUNCTION troubleshooting_{name}(asked tsquery, most integer) RETURNS SETOF bigint AS $$
    BEGIN
        RETURN QUERY SELECT article_id FROM troubleshooting_searchentry
        WHERE troubleshooting_words({columns}) @@ asked ORDER BY article_id DESC LIMIT most;
    END
    $$ LANGUAGE plpgsql STABLE
    SET jit = off SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
"""
_ALL = "title || front || mentions || body || filed"
_FRONT = "title || front || mentions || filed"
POSTGRESQL = [
    """
    CREATE FUNCTION troubleshooting_words(text) RETURNS tsvector AS $$
    BEGIN
        RETURN array_to_tsvector(array_remove(string_to_array(translate($1, E'\\n|', '  '), ' '), ''));
    END
    $$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    """,
    "ALTER TABLE troubleshooting_searchentry SET (toast_tuple_target = 128)",
    f"""
    CREATE INDEX troubleshooting_searchentry_words ON troubleshooting_searchentry
    USING gin (troubleshooting_words({_ALL})) WITH (fastupdate = off)
    """,
    f"""
    CREATE INDEX troubleshooting_searchentry_front ON troubleshooting_searchentry
    USING gin (troubleshooting_words({_FRONT})) WITH (fastupdate = off)
    """,
    _LOOKUP.format(name="holding", columns=_ALL),
    _LOOKUP.format(name="holding_in_front", columns=_FRONT),
]
NO_POSTGRESQL = [
    "DROP FUNCTION IF EXISTS troubleshooting_holding(tsquery, integer)",
    "DROP FUNCTION IF EXISTS troubleshooting_holding_in_front(tsquery, integer)",
    "DROP INDEX IF EXISTS troubleshooting_searchentry_words",
    "DROP INDEX IF EXISTS troubleshooting_searchentry_front",
    "DROP FUNCTION IF EXISTS troubleshooting_words(text)",
]


def make_index(apps, schema_editor):
    _run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop_index(apps, schema_editor):
    _run(schema_editor, NO_SQLITE if schema_editor.connection.vendor == "sqlite" else NO_POSTGRESQL)


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("troubleshooting", "0004_finding"),
    ]

    operations = [
        migrations.RemoveField(model_name="article", name="search_text"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("article", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="search_entry", serialize=False, to="troubleshooting.article")),
                ("format", models.PositiveIntegerField(db_index=True)),
                ("filed", models.TextField()),
                ("title", models.TextField()),
                ("front", models.TextField()),
                ("body", models.TextField()),
                ("mentions", models.TextField(default="")),
                ("passages", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.SlugField(max_length=60)),
                ("text", models.TextField()),
                ("source", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="troubleshooting.article")),
            ],
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=40, unique=True)),
                ("articles", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True)),
                ("term", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="SpellingKey",
            fields=[
                ("pk", models.CompositePrimaryKey("key", "word_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
                ("word_id", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
    ]
