import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='shared',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Collaborator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=24)),
                ('status_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('bp', models.PositiveIntegerField(verbose_name='part')),
                ('email', models.EmailField(max_length=254, verbose_name='email address')),
                ('role', models.CharField(blank=True, max_length=80, verbose_name='what they do')),
                ('token', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collaborators', to='catalog.offer')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='catalog.collaborator')),
                ('studio', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='people.studio')),
            ],
            options={
                'verbose_name': 'collaborator',
                'verbose_name_plural': 'collaborators',
                'db_table': 'catalog_collaborator',
                'indexes': [models.Index(fields=['studio', '-id'], name='collaborator_of_studio')],
                'constraints': [models.CheckConstraint(condition=models.Q(('bp__gte', 1), ('bp__lte', 10000)), name='collaborator_part_sane'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'accepted'), _negated=True), models.Q(('starts_at__isnull', False), ('studio__isnull', False)), _connector='OR'), name='collaborator_accepted_by_studio'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('starts_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='collaborator_ends_after_start'), models.UniqueConstraint(condition=models.Q(('status', 'accepted')), fields=('offer', 'studio'), name='collaborator_once'), models.UniqueConstraint(condition=models.Q(('status', 'invited')), fields=('offer', 'email'), name='collaborator_invited_once')],
            },
        ),
    ]
