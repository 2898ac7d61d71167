import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


def fill(apps, _editor):
    """Orders from before: the words by which their studios find them."""
    from dhara.checkout.orders.rules import found_by

    lines = apps.get_model("checkout", "OrderLine").objects.select_related("order").filter(found_by=None)
    for line in lines.only("studio_id", "title", "order__number", "order__email", "order__name").iterator(500):
        order = line.order
        words = found_by(line.studio_id, order.number, line.title, order.email, order.name)
        apps.get_model("checkout", "OrderLine").objects.filter(pk=line.pk).update(found_by=words)


class Migration(migrations.Migration):
    dependencies = [("checkout", "0006_papers")]
    operations = [
        migrations.AddField("orderline", "found_by", django.contrib.postgres.search.SearchVectorField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "orderline", django.contrib.postgres.indexes.GinIndex(fields=["found_by"], name="line_found_by")
        ),
    ]
