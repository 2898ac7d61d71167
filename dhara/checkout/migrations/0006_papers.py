import django.db.models.deletion
from django.db import migrations, models


FORWARD = """
CREATE TRIGGER paper_append_only BEFORE UPDATE OR DELETE ON checkout_paper
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER paper_no_truncate BEFORE TRUNCATE ON checkout_paper EXECUTE FUNCTION dhara_refuse_change();
"""
BACKWARD = """
DROP TRIGGER paper_no_truncate ON checkout_paper;
DROP TRIGGER paper_append_only ON checkout_paper;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0005_persuasion'),
        ('kit', '0002_triggers'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('legal_name', models.CharField(max_length=160, verbose_name='name')),
                ('address', models.TextField(blank=True, verbose_name='address')),
                ('prefix', models.CharField(blank=True, max_length=8, verbose_name='prefix')),
                ('layout', models.CharField(choices=[('plain', 'Invoice'), ('mushak', 'Mushak 6.3 (VAT invoice of Bangladesh)')], default='plain', max_length=10, verbose_name='layout')),
                ('signer', models.CharField(blank=True, max_length=80, verbose_name='signed by')),
                ('signer_title', models.CharField(blank=True, max_length=80, verbose_name='position')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('automatic', models.BooleanField(default=True, verbose_name='by itself')),
                ('changed_at', models.DateTimeField()),
                ('studio', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='paper_profile', to='people.studio')),
            ],
            options={
                'verbose_name': 'profile for invoices',
                'verbose_name_plural': 'profiles for invoices',
                'db_table': 'checkout_paperprofile',
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invoice', 'Invoice'), ('credit_note', 'Credit note'), ('debit_note', 'Debit note')], max_length=12, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('label', models.CharField(max_length=40, verbose_name='label')),
                ('layout', models.CharField(default='plain', max_length=10)),
                ('currency', models.CharField(max_length=3)),
                ('gross', models.BigIntegerField()),
                ('tax', models.BigIntegerField()),
                ('country', models.CharField(blank=True, max_length=2)),
                ('content', models.JSONField()),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='checkout.order')),
                ('refund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='checkout.refund')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='people.studio')),
            ],
            options={
                'verbose_name': 'invoice or credit note',
                'verbose_name_plural': 'invoices and credit notes',
                'db_table': 'checkout_paper',
                'constraints': [models.UniqueConstraint(fields=('studio', 'kind', 'year', 'number'), name='paper_number_once'), models.UniqueConstraint(condition=models.Q(('kind', 'invoice')), fields=('order', 'studio'), name='paper_invoice_once'), models.UniqueConstraint(condition=models.Q(('refund__isnull', False)), fields=('refund', 'studio', 'kind'), name='paper_note_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'invoice'), ('refund__isnull', True)), models.Q(('kind__in', ['credit_note', 'debit_note']), ('refund__isnull', False)), _connector='OR'), name='paper_kind_fits')],
            },
        ),
        migrations.CreateModel(
            name='PaperSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.studio')),
            ],
            options={
                'db_table': 'checkout_paperseries',
                'constraints': [models.UniqueConstraint(fields=('studio', 'kind', 'year'), name='paper_series_once')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
