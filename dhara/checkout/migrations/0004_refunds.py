import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0003_coupons'),
        ('money', '0006_disputes'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=24)),
                ('status_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('currency', models.CharField(max_length=3)),
                ('amount', models.BigIntegerField()),
                ('reason', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'refund',
                'verbose_name_plural': 'refunds',
                'db_table': 'checkout_refund',
            },
        ),
        migrations.CreateModel(
            name='RefundLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField()),
                ('tax', models.BigIntegerField(default=0)),
                ('gateway_fee', models.BigIntegerField(default=0)),
                ('platform_fee', models.BigIntegerField(default=0)),
                ('shared', models.BigIntegerField(default=0)),
                ('net', models.BigIntegerField(default=0)),
                ('gateway_kept', models.BigIntegerField(default=0)),
                ('platform_kept', models.BigIntegerField(default=0)),
                ('dispute_fee', models.BigIntegerField(default=0)),
                ('shares', models.JSONField(default=list)),
                ('revokes', models.BooleanField(default=True)),
                ('restocked', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'refunded line',
                'verbose_name_plural': 'refunded lines',
                'db_table': 'checkout_refundline',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='RefundRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=24)),
                ('status_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('reason', models.TextField()),
                ('within', models.BooleanField()),
                ('answer', models.TextField(blank=True)),
                ('answer_by', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'request for a refund',
                'verbose_name_plural': 'requests for refunds',
                'db_table': 'checkout_refundrequest',
            },
        ),
        migrations.CreateModel(
            name='RefundTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('text', models.TextField(blank=True)),
                ('since', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'refund terms',
                'verbose_name_plural': 'refund terms',
                'db_table': 'checkout_refundterms',
            },
        ),
        migrations.AddField(
            model_name='refund',
            name='dispute',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='money.dispute'),
        ),
        migrations.AddField(
            model_name='refund',
            name='made_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refund',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='checkout.order'),
        ),
        migrations.AddField(
            model_name='refund',
            name='payment_refund',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='money.paymentrefund'),
        ),
        migrations.AddField(
            model_name='refundline',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refund_lines', to='checkout.orderline'),
        ),
        migrations.AddField(
            model_name='refundline',
            name='refund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='checkout.refund'),
        ),
        migrations.AddField(
            model_name='refundline',
            name='studio',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='refund_lines', to='people.studio'),
        ),
        migrations.AddField(
            model_name='refundrequest',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refund_requests', to='checkout.orderline'),
        ),
        migrations.AddField(
            model_name='refundrequest',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refund_requests', to='checkout.order'),
        ),
        migrations.AddField(
            model_name='refundrequest',
            name='refund',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='checkout.refund'),
        ),
        migrations.AddField(
            model_name='refundrequest',
            name='studio',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='refund_requests', to='people.studio'),
        ),
        migrations.AddField(
            model_name='refundterms',
            name='set_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refundterms',
            name='studio',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refund_terms', to='people.studio'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='order_refund_sane'),
        ),
        migrations.AddIndex(
            model_name='refundline',
            index=models.Index(fields=['studio', '-id'], name='refund_line_studio'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.UniqueConstraint(fields=('refund', 'line'), name='refund_line_once'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.CheckConstraint(condition=models.Q(('gateway_fee__gte', 0), ('net__gte', 0), ('platform_fee__gte', 0), ('shared__gte', 0), ('tax__gte', 0), ('dispute_fee__gte', 0), ('gateway_kept__gte', 0), ('platform_kept__gte', 0), ('amount', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('tax'), '+', models.F('gateway_fee')), '+', models.F('platform_fee')), '+', models.F('shared')), '+', models.F('net'))), ('gateway_fee__gte', models.F('gateway_kept')), ('platform_fee__gte', models.F('platform_kept'))), name='refund_line_sums'),
        ),
        migrations.AddIndex(
            model_name='refundrequest',
            index=models.Index(fields=['studio', '-id'], name='refund_request_studio'),
        ),
        migrations.AddConstraint(
            model_name='refundrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('line',), name='refund_request_open_once'),
        ),
    ]
