import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_bundles"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='suggests',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None),
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('bump', 'On the cart, as a box to tick'), ('upsell', 'After the payment'), ('downsell', 'After the payment, when that was declined'), ('cross', 'On the offer’s page')], max_length=8)),
                ('bp', models.PositiveIntegerField(default=0)),
                ('amounts', models.JSONField(default=dict)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='catalog.offer')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.studio')),
                ('tier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggested_by', to='catalog.tier')),
            ],
            options={
                'db_table': 'catalog_suggestion',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('offer', 'kind', 'tier'), name='suggestion_once'), models.CheckConstraint(condition=models.Q(('bp__lte', 10000)), name='suggestion_discount_sane')],
            },
        ),
    ]
