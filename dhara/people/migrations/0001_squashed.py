import dhara.kit.tables
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('kit', '0001_squashed'),
    ]

    operations = [
        dhara.kit.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(max_length=254, verbose_name='email address')),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                        ('language', models.CharField(default='bn', max_length=5, verbose_name='language')),
                        ('time_zone', models.CharField(default='Asia/Dhaka', max_length=60, verbose_name='time zone')),
                        ('is_staff', models.BooleanField(default=False, verbose_name='operator')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('joined_at', models.DateTimeField(verbose_name='joined')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'account',
                        'verbose_name_plural': 'accounts',
                        'db_table': 'people_account',
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='account_email_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MailPreference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.CharField(choices=[('sale', 'A sale'), ('new_version', 'A new version of something I bought'), ('studio', 'News about my studio from the operator'), ('balance', 'Money becomes available'), ('team', 'People who join or leave my studio')], max_length=20)),
                        ('by_mail', models.BooleanField(default=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_preferences', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table': 'people_mailpreference',
                        'constraints': [models.UniqueConstraint(fields=('account', 'topic'), name='mail_preference_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('studio_ref', models.BigIntegerField(null=True)),
                        ('topic', models.CharField(choices=[('sale', 'A sale'), ('new_version', 'A new version of something I bought'), ('studio', 'News about my studio from the operator'), ('balance', 'Money becomes available'), ('team', 'People who join or leave my studio')], max_length=20)),
                        ('kind', models.CharField(max_length=40)),
                        ('data', models.JSONField(default=dict)),
                        ('url', models.CharField(blank=True, max_length=300)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('read_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'verbose_name_plural': 'notices',
                        'db_table': 'people_notice',
                        'indexes': [models.Index(fields=['account', '-id'], name='notice_account')],
                    },
                ),
                migrations.CreateModel(
                    name='Studio',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('handle', models.CharField(max_length=30, verbose_name='address')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('tagline', models.CharField(blank=True, max_length=140, verbose_name='tagline')),
                        ('bio', models.TextField(blank=True, max_length=4000, verbose_name='about')),
                        ('links', models.JSONField(blank=True, default=list, verbose_name='links')),
                        ('currency', models.CharField(default='BDT', max_length=3, verbose_name='currency')),
                        ('language', models.CharField(default='bn', max_length=5, verbose_name='language')),
                        ('time_zone', models.CharField(default='Asia/Dhaka', max_length=60, verbose_name='time zone')),
                        ('created_at', models.DateTimeField()),
                        ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kit.picture')),
                        ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kit.picture')),
                    ],
                    options={
                        'verbose_name': 'studio',
                        'verbose_name_plural': 'studios',
                        'db_table': 'people_studio',
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('handle'), name='studio_handle_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RetiredHandle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('handle', models.CharField(max_length=30)),
                        ('retired_at', models.DateTimeField()),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retired_handles', to='people.studio')),
                    ],
                    options={
                        'db_table': 'people_retiredhandle',
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('handle'), name='retired_handle_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Member',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('owner', 'Owner'), ('manager', 'Manager'), ('editor', 'Editor'), ('support', 'Support'), ('viewer', 'Viewer')], max_length=10, verbose_name='role')),
                        ('since', models.DateTimeField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'member',
                        'verbose_name_plural': 'members',
                        'db_table': 'people_member',
                        'constraints': [models.UniqueConstraint(fields=('studio', 'account'), name='member_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='email address')),
                        ('role', models.CharField(choices=[('owner', 'Owner'), ('manager', 'Manager'), ('editor', 'Editor'), ('support', 'Support'), ('viewer', 'Viewer')], max_length=10, verbose_name='role')),
                        ('token', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'invitation',
                        'verbose_name_plural': 'invitations',
                        'db_table': 'people_invitation',
                        'constraints': [models.UniqueConstraint(models.F('studio'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True)), name='invitation_open_once')],
                    },
                ),
            ],
        ),
    ]
