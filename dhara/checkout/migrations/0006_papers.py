from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0005_persuasion")]
    operations: list[migrations.operations.base.Operation] = []
