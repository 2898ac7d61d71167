import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
        ('checkout', '0009_preorders'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LeftLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveSmallIntegerField()),
                ('unit', models.BigIntegerField()),
                ('amount', models.BigIntegerField()),
                ('left_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'checkout_leftline',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ReminderStop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'checkout_reminderstop',
            },
        ),
        migrations.CreateModel(
            name='CartReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=24)),
                ('status_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(max_length=5)),
                ('consent', models.CharField(max_length=200)),
                ('consent_language', models.CharField(max_length=5)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('amount', models.BigIntegerField(default=0)),
                ('codes', models.JSONField(default=list)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checkout.order')),
            ],
            options={
                'verbose_name': 'cart reminder',
                'verbose_name_plural': 'cart reminders',
                'db_table': 'checkout_cartreminder',
            },
        ),
        migrations.AddField(
            model_name='cart',
            name='reminder',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carts', to='checkout.cartreminder'),
        ),
        migrations.AddIndex(
            model_name='cart',
            index=models.Index(condition=models.Q(('reminder__isnull', False)), fields=['reminder'], name='cart_reminder'),
        ),
        migrations.AddIndex(
            model_name='cart',
            index=models.Index(condition=models.Q(models.Q(('tax_id', ''), _negated=True), models.Q(('country', ''), _negated=True), _connector='OR'), fields=['changed_at'], name='cart_personal'),
        ),
        migrations.AddField(
            model_name='leftline',
            name='offer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.offer'),
        ),
        migrations.AddField(
            model_name='leftline',
            name='reminder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='checkout.cartreminder'),
        ),
        migrations.AddField(
            model_name='leftline',
            name='studio',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.studio'),
        ),
        migrations.AddField(
            model_name='leftline',
            name='tier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.tier'),
        ),
        migrations.AddIndex(
            model_name='cartreminder',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['due_at'], name='reminder_waiting'),
        ),
        migrations.AddIndex(
            model_name='cartreminder',
            index=models.Index(condition=models.Q(('email', ''), _negated=True), fields=['asked_at'], name='reminder_known'),
        ),
        migrations.AddIndex(
            model_name='leftline',
            index=models.Index(fields=['studio', '-left_at'], name='left_of_studio'),
        ),
        migrations.AddConstraint(
            model_name='leftline',
            constraint=models.UniqueConstraint(fields=('reminder', 'tier'), name='left_line_once'),
        ),
        migrations.AddConstraint(
            model_name='leftline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('quantity__gte', 1), ('unit__gte', 0)), name='left_line_sane'),
        ),
    ]
