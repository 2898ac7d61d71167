from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("money", "0005_payouts")]
    operations: list[migrations.operations.base.Operation] = []
