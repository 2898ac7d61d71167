import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0003_gateways'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TaxProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registered', models.BooleanField(default=False, verbose_name='registered for tax')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('tax_id', models.CharField(blank=True, max_length=40, verbose_name='tax id')),
                ('inclusive', models.BooleanField(default=True, verbose_name='prices contain the tax')),
                ('countries', models.JSONField(default=list, verbose_name='charged in')),
                ('good', models.CharField(blank=True, choices=[('digital', 'digital goods'), ('service', 'services'), ('ites', 'IT-enabled services'), ('ebook', 'e-books'), ('physical', 'things that are sent')], max_length=10, verbose_name='kind of good')),
                ('changed_at', models.DateTimeField()),
                ('studio', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tax_profile', to='people.studio')),
            ],
            options={
                'verbose_name': 'tax profile',
                'verbose_name_plural': 'tax profiles',
                'db_table': 'money_taxprofile',
            },
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('region', models.CharField(blank=True, max_length=10, verbose_name='region')),
                ('kind', models.CharField(blank=True, choices=[('digital', 'digital goods'), ('service', 'services'), ('ites', 'IT-enabled services'), ('ebook', 'e-books'), ('physical', 'things that are sent')], max_length=10, verbose_name='kind of good')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('bp', models.PositiveIntegerField(verbose_name='rate')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tax rate',
                'verbose_name_plural': 'tax rates',
                'db_table': 'money_taxrate',
                'constraints': [models.UniqueConstraint(fields=('country', 'region', 'kind', 'since'), name='tax_rate_once'), models.CheckConstraint(condition=models.Q(('bp__lte', 10000)), name='tax_rate_sane'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='tax_rate_counts_a_day')],
            },
        ),
    ]
