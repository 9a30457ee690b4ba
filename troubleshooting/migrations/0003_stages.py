"""Articles from before the workflow: what is public waits for nothing; all else is a draft, as the column says."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def settle_public_articles(apps, schema_editor):
    Article = apps.get_model("troubleshooting", "Article")
    revisions = apps.get_model("troubleshooting", "Revision").objects.filter(article=OuterRef("pk"))
    newest = Subquery(revisions.order_by("-number").values("pk")[:1])
    Article.objects.using(schema_editor.connection.alias).filter(published_revision=newest).update(stage="")


class Migration(migrations.Migration):

    dependencies = [
        ('troubleshooting', '0002_authoring'),
    ]

    operations = [
        migrations.RunPython(settle_public_articles, migrations.RunPython.noop, elidable=True),
    ]
