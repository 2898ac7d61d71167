from django.db import migrations, models

KNOWN = "UPDATE work_campaign c SET itemized = true WHERE EXISTS (SELECT FROM work_item i WHERE i.campaign_id = c.id)"


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0005_fallen'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='itemized',
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
