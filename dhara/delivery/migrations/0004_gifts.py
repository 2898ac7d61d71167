from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_bundles")]

    operations: list[migrations.operations.base.Operation] = []
