import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0002_pricing'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='cart',
            name='codes',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='cart',
            name='country',
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name='cart',
            name='tax_id',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name='Coupon',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=24)),
                ('status_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('key', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('percent', 'percent'), ('amount', 'fixed amount')], max_length=8, verbose_name='kind')),
                ('bp', models.PositiveIntegerField(default=0, verbose_name='percent')),
                ('amounts', models.JSONField(default=dict, verbose_name='amounts')),
                ('offer_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('tier_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('least', models.JSONField(default=dict, verbose_name='for purchases from')),
                ('least_quantity', models.PositiveIntegerField(default=0, verbose_name='for so many copies')),
                ('starts_at', models.DateTimeField(null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(null=True, verbose_name='until')),
                ('cap', models.PositiveIntegerField(null=True, verbose_name='how often')),
                ('cap_each', models.PositiveIntegerField(null=True, verbose_name='how often for one buyer')),
                ('first_only', models.BooleanField(default=False, verbose_name='first purchase only')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('used', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coupons', to='people.studio')),
            ],
            options={
                'verbose_name': 'coupon',
                'verbose_name_plural': 'coupons',
                'db_table': 'checkout_coupon',
            },
        ),
        migrations.CreateModel(
            name='CouponUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('currency', models.CharField(max_length=3)),
                ('amount', models.BigIntegerField()),
                ('gross', models.BigIntegerField()),
                ('counts', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('coupon', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='checkout.coupon')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coupon_uses', to='checkout.order')),
            ],
            options={
                'verbose_name': 'use of a coupon',
                'verbose_name_plural': 'uses of coupons',
                'db_table': 'checkout_couponuse',
            },
        ),
        migrations.AddIndex(
            model_name='coupon',
            index=models.Index(fields=['studio', '-id'], name='coupon_of_studio'),
        ),
        migrations.AddConstraint(
            model_name='coupon',
            constraint=models.UniqueConstraint(fields=('studio', 'key'), name='coupon_code_once'),
        ),
        migrations.AddConstraint(
            model_name='coupon',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bp__gte', 1), ('bp__lte', 10000), ('kind', 'percent')), models.Q(('bp', 0), ('kind', 'amount')), _connector='OR'), name='coupon_worth_sane'),
        ),
        migrations.AddConstraint(
            model_name='coupon',
            constraint=models.CheckConstraint(condition=models.Q(('cap__isnull', True), ('used__lte', models.F('cap')), _connector='OR'), name='coupon_never_oversold'),
        ),
        migrations.AddConstraint(
            model_name='coupon',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('starts_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='coupon_ends_after_start'),
        ),
        migrations.AddIndex(
            model_name='couponuse',
            index=models.Index(fields=['coupon', 'email'], name='coupon_use_of_buyer'),
        ),
        migrations.AddIndex(
            model_name='couponuse',
            index=models.Index(fields=['coupon', '-id'], name='coupon_use_latest'),
        ),
        migrations.AddConstraint(
            model_name='couponuse',
            constraint=models.UniqueConstraint(fields=('coupon', 'order'), name='coupon_use_once'),
        ),
    ]
