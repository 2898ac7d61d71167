from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0007_order_search")]

    operations: list[migrations.operations.base.Operation] = []
