import dhara.kit.tables
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('catalog', '0001_initial'), ('catalog', '0002_collaborators'), ('catalog', '0003_bundles'), ('catalog', '0004_persuasion'), ('catalog', '0005_launch')]

    initial = True

    dependencies = [
        ('kit', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        dhara.kit.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='Category',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.CharField(max_length=60, unique=True, verbose_name='address')),
                        ('name_bn', models.CharField(max_length=60, verbose_name='name in Bengali')),
                        ('name_en', models.CharField(max_length=60, verbose_name='name in English')),
                        ('icon', models.CharField(blank=True, max_length=40, verbose_name='icon')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog.category')),
                    ],
                    options={
                        'verbose_name': 'category',
                        'verbose_name_plural': 'categories',
                        'db_table': 'catalog_category',
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Offer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('kind', models.CharField(max_length=20, verbose_name='kind')),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('slug', models.CharField(max_length=120, verbose_name='address')),
                        ('summary', models.CharField(blank=True, max_length=200, verbose_name='summary')),
                        ('description', models.TextField(blank=True, verbose_name='description')),
                        ('language', models.CharField(default='bn', max_length=5, verbose_name='language')),
                        ('tags', models.JSONField(blank=True, default=list, verbose_name='tags')),
                        ('seo_title', models.CharField(blank=True, max_length=70, verbose_name='title for search engines')),
                        ('seo_description', models.CharField(blank=True, max_length=160, verbose_name='description for search engines')),
                        ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='publish at')),
                        ('unpublish_at', models.DateTimeField(blank=True, null=True, verbose_name='take down at')),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                        ('releases_at', models.DateTimeField(blank=True, null=True, verbose_name='comes out on')),
                        ('hidden_reason', models.TextField(blank=True, verbose_name='reason for hiding')),
                        ('created_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('sold', models.PositiveIntegerField(default=0)),
                        ('from_prices', models.JSONField(blank=True, default=dict)),
                        ('free', models.BooleanField(default=False)),
                        ('prices_vary', models.BooleanField(default=False)),
                        ('shared', models.BooleanField(default=False)),
                        ('suggests', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None)),
                        ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                        ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offers', to='catalog.category')),
                        ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kit.picture')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'offer',
                        'verbose_name_plural': 'offers',
                        'db_table': 'catalog_offer',
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='offer_search'), models.Index(condition=models.Q(('status', 'published')), fields=['-published_at', '-id'], name='offer_newest'), models.Index(condition=models.Q(('status', 'published')), fields=['-sold', '-id'], name='offer_best'), models.Index(condition=models.Q(('status', 'published')), fields=['category', '-published_at', '-id'], name='offer_shelf'), models.Index(condition=models.Q(('status', 'published')), fields=['category', '-sold', '-id'], name='offer_shelf_best'), models.Index(condition=models.Q(('status', 'published')), fields=['studio', '-published_at', '-id'], name='offer_window'), models.Index(fields=['studio', '-changed_at'], name='offer_of_studio'), models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='offer_due'), models.Index(condition=models.Q(('unpublish_at__isnull', False)), fields=['unpublish_at'], name='offer_ending')],
                        'constraints': [models.UniqueConstraint(fields=('studio', 'slug'), name='offer_slug_once')],
                    },
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
                        ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='catalog.collaborator')),
                        ('studio', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='people.studio')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collaborators', to='catalog.offer')),
                    ],
                    options={
                        'verbose_name': 'collaborator',
                        'verbose_name_plural': 'collaborators',
                        'db_table': 'catalog_collaborator',
                        'indexes': [models.Index(fields=['studio', '-id'], name='collaborator_of_studio')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('bp__gte', 1), ('bp__lte', 10000)), name='collaborator_part_sane'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'accepted'), _negated=True), models.Q(('starts_at__isnull', False), ('studio__isnull', False)), _connector='OR'), name='collaborator_accepted_by_studio'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('starts_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='collaborator_ends_after_start'), models.UniqueConstraint(condition=models.Q(('status', 'accepted')), fields=('offer', 'studio'), name='collaborator_once'), models.UniqueConstraint(condition=models.Q(('status', 'invited')), fields=('offer', 'email'), name='collaborator_invited_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OfferPicture',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('alt', models.CharField(blank=True, max_length=200, verbose_name='description of the picture')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='catalog.offer')),
                        ('picture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.picture')),
                    ],
                    options={
                        'db_table': 'catalog_offerpicture',
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='OldSlug',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.CharField(max_length=120)),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_slugs', to='catalog.offer')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.studio')),
                    ],
                    options={
                        'db_table': 'catalog_oldslug',
                        'constraints': [models.UniqueConstraint(fields=('studio', 'slug'), name='old_slug_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Release',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('promised_at', models.DateTimeField(verbose_name='promised for')),
                        ('first_promised_at', models.DateTimeField(verbose_name='first promised for')),
                        ('released_at', models.DateTimeField(null=True, verbose_name='came out')),
                        ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='release', to='catalog.offer')),
                    ],
                    options={
                        'verbose_name': 'release',
                        'verbose_name_plural': 'releases',
                        'db_table': 'catalog_release',
                    },
                ),
                migrations.CreateModel(
                    name='Tier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                        ('description', models.TextField(blank=True, max_length=1000, verbose_name='what it contains')),
                        ('pricing', models.CharField(choices=[('fixed', 'fixed price'), ('free', 'free'), ('choose', 'pay what you want')], default='fixed', max_length=8, verbose_name='pricing')),
                        ('stock', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies for sale')),
                        ('sold', models.PositiveIntegerField(default=0)),
                        ('reserved', models.PositiveIntegerField(default=0)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('retired', models.BooleanField(default=False)),
                        ('launch_until', models.DateTimeField(blank=True, null=True, verbose_name='launch price until')),
                        ('launch_copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies at the launch price')),
                        ('launch_taken', models.PositiveIntegerField(default=0)),
                        ('launch_last_at', models.DateTimeField(null=True)),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='catalog.offer')),
                    ],
                    options={
                        'verbose_name': 'tier',
                        'verbose_name_plural': 'tiers',
                        'db_table': 'catalog_tier',
                        'ordering': ['position', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('stock__isnull', True), ('stock__gte', django.db.models.expressions.CombinedExpression(models.F('sold'), '+', models.F('reserved'))), _connector='OR'), name='tier_never_oversold'), models.CheckConstraint(condition=models.Q(('launch_copies__isnull', True), ('launch_copies__gte', models.F('launch_taken')), _connector='OR'), name='tier_launch_never_oversold')],
                    },
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
                migrations.CreateModel(
                    name='Price',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('currency', models.CharField(max_length=3, verbose_name='currency')),
                        ('amount', models.BigIntegerField(verbose_name='amount')),
                        ('suggested', models.BigIntegerField(blank=True, null=True, verbose_name='suggested amount')),
                        ('launch', models.BigIntegerField(blank=True, null=True, verbose_name='launch price')),
                        ('tier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='catalog.tier')),
                    ],
                    options={
                        'verbose_name': 'price',
                        'verbose_name_plural': 'prices',
                        'db_table': 'catalog_price',
                        'constraints': [models.UniqueConstraint(fields=('tier', 'currency'), name='price_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='price_not_negative'), models.CheckConstraint(condition=models.Q(('suggested__isnull', True), ('suggested__gte', models.F('amount')), _connector='OR'), name='price_suggestion_enough'), models.CheckConstraint(condition=models.Q(('launch__isnull', True), models.Q(('launch__gte', 0), ('launch__lt', models.F('amount'))), _connector='OR'), name='price_launch_lower')],
                    },
                ),
                migrations.CreateModel(
                    name='BundlePart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='catalog.offer')),
                        ('tier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_of', to='catalog.tier')),
                    ],
                    options={
                        'db_table': 'catalog_bundlepart',
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('bundle', 'tier'), name='bundle_part_once')],
                    },
                ),
            ],
        ),
    ]
