from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0009_preorders")]

    operations: list[migrations.operations.base.Operation] = []
