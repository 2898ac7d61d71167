from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0002_pricing")]
    operations: list[migrations.operations.base.Operation] = []
