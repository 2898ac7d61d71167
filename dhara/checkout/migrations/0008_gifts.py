import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("checkout", "0007_order_search"),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='gifted',
            field=models.BooleanField(db_default=False, default=False, verbose_name='gift'),
        ),
        migrations.CreateModel(
            name='Gift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=24)),
                ('status_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('token', models.CharField(max_length=48, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='email address')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('message', models.TextField(blank=True)),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('day', models.DateField()),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('corrected_at', models.DateTimeField(null=True)),
                ('sendings', models.PositiveSmallIntegerField(default=0)),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='gift', to='checkout.order')),
            ],
            options={
                'verbose_name': 'gift',
                'verbose_name_plural': 'gifts',
                'db_table': 'checkout_gift',
                'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['due_at'], name='gift_waiting'), models.Index(fields=['email', '-id'], name='gift_email')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sendings__lte', 2)), name='gift_sent_twice_at_most'), models.CheckConstraint(condition=models.Q(('opened_at__isnull', True), ('sent_at__lte', models.F('opened_at')), _connector='OR'), name='gift_opened_after_sending')],
            },
        ),
    ]
