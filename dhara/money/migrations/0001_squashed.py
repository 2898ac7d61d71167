import dhara.kit.tables
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

FORWARD = """
-- An entry and all of its legs are made by one statement: the legs' trigger refuses legs for an entry that has others,
-- the entries' trigger refuses entries that have none at the end of the statement that makes them.
CREATE FUNCTION money_check_legs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT entry_id INTO wrong FROM inserted GROUP BY entry_id, currency HAVING sum(amount) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % does not balance', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances';
  END IF;
  SELECT i.entry_id INTO wrong FROM inserted i JOIN money_account a ON a.id = i.account_id
   WHERE a.currency <> i.currency LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % has a leg in another currency than its account', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_leg_currency';
  END IF;
  SELECT i.entry_id INTO wrong FROM (SELECT entry_id, count(*) AS legs FROM inserted GROUP BY entry_id) i
   WHERE i.legs <> (SELECT count(*) FROM money_leg l WHERE l.entry_id = i.entry_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % is closed', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_closed';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER leg_balanced AFTER INSERT ON money_leg REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION money_check_legs();

CREATE FUNCTION money_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT id INTO wrong FROM inserted WHERE NOT EXISTS (SELECT 1 FROM money_leg l WHERE l.entry_id = inserted.id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % has no legs', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_has_legs';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_has_legs AFTER INSERT ON money_entry REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION money_check_entries();

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON money_entry
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON money_entry EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER leg_append_only BEFORE UPDATE OR DELETE ON money_leg
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER leg_no_truncate BEFORE TRUNCATE ON money_leg EXECUTE FUNCTION dhara_refuse_change();
-- An account's balance moves; what it is never changes.
CREATE TRIGGER account_stays BEFORE UPDATE OF purpose, currency, studio_id, detail, stored, may_owe ON money_account
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
"""
BACKWARD = """
DROP TRIGGER account_stays ON money_account;
DROP TRIGGER leg_no_truncate ON money_leg;
DROP TRIGGER leg_append_only ON money_leg;
DROP TRIGGER entry_no_truncate ON money_entry;
DROP TRIGGER entry_append_only ON money_entry;
DROP TRIGGER entry_has_legs ON money_entry;
DROP FUNCTION money_check_entries();
DROP TRIGGER leg_balanced ON money_leg;
DROP FUNCTION money_check_legs();
"""


class Migration(migrations.Migration):

    replaces = [('money', '0001_initial'), ('money', '0002_triggers'), ('money', '0003_gateways'), ('money', '0004_tax'), ('money', '0005_payouts'), ('money', '0006_disputes')]

    initial = True

    dependencies = [
        ('kit', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        dhara.kit.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='GatewayAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('gateway', models.CharField(max_length=20)),
                        ('live', models.BooleanField(default=False)),
                        ('sealed', models.TextField()),
                        ('shown', models.JSONField(default=dict)),
                        ('notice_token', models.CharField(max_length=40, unique=True)),
                        ('active', models.BooleanField(default=True)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('problem', models.TextField(blank=True)),
                        ('checked_at', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('studio', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gateway_accounts', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'gateway account',
                        'verbose_name_plural': 'gateway accounts',
                        'db_table': 'money_gatewayaccount',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('gateway', 'studio'), name='gateway_account_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='Payment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('token', models.CharField(max_length=40, unique=True)),
                        ('subject', models.CharField(max_length=80)),
                        ('gateway', models.CharField(max_length=20)),
                        ('gateway_ref', models.CharField(blank=True, max_length=120, null=True)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('fee', models.BigIntegerField(default=0)),
                        ('refunded', models.BigIntegerField(default=0)),
                        ('payer_email', models.EmailField(blank=True, max_length=254)),
                        ('payer_name', models.CharField(blank=True, max_length=120)),
                        ('payer_phone', models.CharField(blank=True, max_length=20)),
                        ('description', models.CharField(blank=True, max_length=120)),
                        ('language', models.CharField(blank=True, max_length=5)),
                        ('method', models.CharField(blank=True, max_length=200)),
                        ('save_method', models.BooleanField(default=False)),
                        ('details', models.JSONField(default=dict)),
                        ('return_url', models.CharField(max_length=300)),
                        ('redirect_url', models.CharField(blank=True, max_length=2000)),
                        ('asked', models.PositiveSmallIntegerField(default=0)),
                        ('ask_at', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                        ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='money.gatewayaccount')),
                    ],
                    options={
                        'verbose_name': 'payment',
                        'verbose_name_plural': 'payments',
                        'db_table': 'money_payment',
                        'indexes': [models.Index(fields=['subject'], name='payment_subject'), models.Index(condition=models.Q(('ask_at__isnull', False)), fields=['ask_at'], name='payment_to_ask')],
                        'constraints': [models.UniqueConstraint(fields=('gateway', 'gateway_ref'), name='payment_gateway_ref_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_amount_positive'), models.CheckConstraint(condition=models.Q(('refunded__gte', 0), ('amount__gte', models.F('refunded'))), name='payment_refund_within')],
                    },
                ),
                migrations.CreateModel(
                    name='Dispute',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('gateway', models.CharField(max_length=20)),
                        ('ref', models.CharField(max_length=120)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('fee', models.BigIntegerField(default=0)),
                        ('taken', models.BigIntegerField(default=0)),
                        ('reason', models.CharField(blank=True, max_length=60)),
                        ('asked_at', models.DateTimeField(null=True)),
                        ('answer_by', models.DateTimeField(null=True)),
                        ('wanted_at', models.DateTimeField(null=True)),
                        ('handed_in_at', models.DateTimeField(null=True)),
                        ('problem', models.CharField(blank=True, max_length=300)),
                        ('evidence', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField()),
                        ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='money.payment')),
                    ],
                    options={
                        'verbose_name': 'dispute',
                        'verbose_name_plural': 'disputes',
                        'db_table': 'money_dispute',
                        'indexes': [models.Index(condition=models.Q(('status__in', ('early_warning', 'needs_response', 'under_review'))), fields=['answer_by'], name='dispute_open')],
                        'constraints': [models.UniqueConstraint(fields=('gateway', 'ref'), name='dispute_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('fee__gte', 0), ('taken__gte', 0)), name='dispute_sane')],
                    },
                ),
                migrations.CreateModel(
                    name='PayoutBatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('number', models.CharField(max_length=20, unique=True)),
                        ('kind', models.CharField(max_length=10)),
                        ('currency', models.CharField(max_length=3)),
                        ('count', models.PositiveIntegerField()),
                        ('total', models.BigIntegerField()),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'payout batch',
                        'verbose_name_plural': 'payout batches',
                        'db_table': 'money_payoutbatch',
                    },
                ),
                migrations.CreateModel(
                    name='SandboxCharge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=40, unique=True)),
                        ('token', models.CharField(max_length=40, unique=True)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('fee', models.BigIntegerField(default=0)),
                        ('state', models.CharField(default='waiting', max_length=10)),
                        ('choice', models.CharField(blank=True, max_length=20)),
                        ('refunded', models.BigIntegerField(default=0)),
                        ('refunds', models.JSONField(default=dict)),
                        ('payer_email', models.EmailField(blank=True, max_length=254)),
                        ('return_url', models.CharField(max_length=300)),
                        ('created_at', models.DateTimeField()),
                        ('paid_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': 'sandbox charge',
                        'verbose_name_plural': 'sandbox charges',
                        'db_table': 'money_sandboxcharge',
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('at', models.DateTimeField()),
                        ('memo', models.CharField(max_length=40)),
                        ('data', models.JSONField(default=dict)),
                        ('subject', models.CharField(blank=True, max_length=80)),
                        ('fact_ref', models.BigIntegerField(null=True)),
                    ],
                    options={
                        'verbose_name': 'ledger entry',
                        'verbose_name_plural': 'ledger entries',
                        'db_table': 'money_entry',
                        'indexes': [models.Index(fields=['subject', 'id'], name='entry_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='Exhibit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('added_at', models.DateTimeField()),
                        ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exhibits', to='money.dispute')),
                        ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.studio')),
                    ],
                    options={
                        'db_table': 'money_disputeexhibit',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='DayReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('gateway', models.CharField(max_length=20, verbose_name='gateway')),
                        ('day', models.DateField(verbose_name='day')),
                        ('currency', models.CharField(max_length=3, verbose_name='currency')),
                        ('state', models.CharField(choices=[('agrees', 'agrees'), ('differs', 'differs'), ('unanswered', 'not answered')], max_length=10, verbose_name='state')),
                        ('theirs', models.BigIntegerField(default=0, verbose_name='the gateway says')),
                        ('ours', models.BigIntegerField(default=0, verbose_name='the books say')),
                        ('their_fees', models.BigIntegerField(default=0)),
                        ('our_fees', models.BigIntegerField(default=0)),
                        ('movements', models.PositiveIntegerField(default=0)),
                        ('differences', models.JSONField(default=list)),
                        ('trouble', models.TextField(blank=True)),
                        ('made_at', models.DateTimeField()),
                        ('note', models.TextField(blank=True, verbose_name='note')),
                        ('seen_at', models.DateTimeField(null=True)),
                        ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='money.gatewayaccount')),
                    ],
                    options={
                        'verbose_name': 'daily report',
                        'verbose_name_plural': 'daily reports',
                        'db_table': 'money_dayreport',
                        'ordering': ['-day', 'gateway', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('gateway', 'account', 'day', 'currency'), name='dayreport_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='BankTransfer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('token', models.CharField(max_length=40, unique=True)),
                        ('ref', models.CharField(max_length=40, unique=True)),
                        ('code', models.CharField(max_length=12, unique=True)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('came', models.BigIntegerField(null=True)),
                        ('number', models.CharField(blank=True, max_length=60)),
                        ('objection', models.CharField(blank=True, max_length=300)),
                        ('payer_email', models.EmailField(blank=True, max_length=254)),
                        ('payer_name', models.CharField(blank=True, max_length=120)),
                        ('language', models.CharField(default='en', max_length=5)),
                        ('description', models.CharField(blank=True, max_length=120)),
                        ('return_url', models.CharField(max_length=300)),
                        ('created_at', models.DateTimeField()),
                        ('shown_at', models.DateTimeField(null=True)),
                        ('proof', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='money.gatewayaccount')),
                    ],
                    options={
                        'verbose_name': 'bank transfer',
                        'verbose_name_plural': 'bank transfers',
                        'db_table': 'money_banktransfer',
                        'indexes': [models.Index(fields=['account', 'status', '-id'], name='transfer_to_look_at')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='transfer_amount_positive'), models.CheckConstraint(condition=models.Q(models.Q(('came__gt', 0), ('status', 'confirmed')), models.Q(models.Q(('status', 'confirmed'), _negated=True), ('came__isnull', True)), _connector='OR'), name='transfer_confirmed_with_amount')],
                    },
                ),
                migrations.CreateModel(
                    name='GatewayEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=20)),
                        ('about', models.CharField(default='payment', max_length=10)),
                        ('ref', models.CharField(blank=True, max_length=120)),
                        ('event_id', models.CharField(max_length=120)),
                        ('gateway_ref', models.CharField(max_length=120)),
                        ('body', models.JSONField()),
                        ('received_at', models.DateTimeField()),
                        ('handled_at', models.DateTimeField(null=True)),
                        ('problem', models.TextField(blank=True)),
                        ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='money.gatewayaccount')),
                    ],
                    options={
                        'verbose_name': 'gateway notice',
                        'verbose_name_plural': 'gateway notices',
                        'db_table': 'money_gatewayevent',
                        'constraints': [models.UniqueConstraint(fields=('source', 'account', 'event_id'), name='gateway_event_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(max_length=24)),
                        ('currency', models.CharField(max_length=3)),
                        ('detail', models.CharField(blank=True, max_length=40)),
                        ('stored', models.BooleanField(default=False)),
                        ('may_owe', models.BooleanField(default=False)),
                        ('balance', models.BigIntegerField(default=0)),
                        ('studio', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_accounts', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'ledger account',
                        'verbose_name_plural': 'ledger accounts',
                        'db_table': 'money_account',
                        'constraints': [models.UniqueConstraint(fields=('purpose', 'currency', 'studio', 'detail'), name='ledger_account_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('stored', False), ('may_owe', True), ('balance__gte', 0), _connector='OR'), name='ledger_account_not_overdrawn')],
                    },
                ),
                migrations.CreateModel(
                    name='Hold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('subject', models.CharField(max_length=80)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('released', models.BigIntegerField(default=0)),
                        ('returned', models.BigIntegerField(default=0)),
                        ('created_at', models.DateTimeField()),
                        ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='money.ledgeraccount')),
                    ],
                    options={
                        'verbose_name': 'hold',
                        'verbose_name_plural': 'holds',
                        'db_table': 'money_hold',
                        'indexes': [models.Index(fields=['subject'], name='hold_subject')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('released__gte', 0), ('returned__gte', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('released'), '+', models.F('returned')))), name='hold_within_amount')],
                    },
                ),
                migrations.CreateModel(
                    name='Leg',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='money.ledgeraccount')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='money.entry')),
                    ],
                    options={
                        'verbose_name': 'ledger leg',
                        'verbose_name_plural': 'ledger legs',
                        'db_table': 'money_leg',
                        'indexes': [models.Index(fields=['account', 'id'], include=('amount',), name='leg_account')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='leg_not_zero')],
                    },
                ),
                migrations.CreateModel(
                    name='PaymentRefund',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('amount', models.BigIntegerField()),
                        ('reason', models.TextField(blank=True)),
                        ('gateway_ref', models.CharField(blank=True, max_length=120)),
                        ('attempt', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField()),
                        ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='money.payment')),
                    ],
                    options={
                        'verbose_name': 'refund',
                        'verbose_name_plural': 'refunds',
                        'db_table': 'money_refund',
                        'indexes': [models.Index(condition=models.Q(('status', 'pending')), fields=['id'], name='refund_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_amount_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='PayoutMethod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('kind', models.CharField(max_length=10)),
                        ('sealed', models.TextField()),
                        ('shown', models.JSONField(default=dict)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('created_at', models.DateTimeField()),
                        ('usable_from', models.DateTimeField(null=True)),
                        ('code_hash', models.CharField(blank=True, max_length=128)),
                        ('code_sent_at', models.DateTimeField()),
                        ('code_tries', models.PositiveSmallIntegerField(default=0)),
                        ('code_right_at', models.DateTimeField(null=True)),
                        ('test', models.CharField(blank=True, max_length=10)),
                        ('test_gateway', models.CharField(blank=True, max_length=20)),
                        ('test_amount', models.BigIntegerField(default=0)),
                        ('test_ref', models.CharField(blank=True, max_length=120)),
                        ('test_tries', models.PositiveSmallIntegerField(default=0)),
                        ('test_asked', models.PositiveSmallIntegerField(default=0)),
                        ('test_ask_at', models.DateTimeField(null=True)),
                        ('test_sent_at', models.DateTimeField(null=True)),
                        ('note', models.TextField(blank=True)),
                        ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='money.payoutmethod')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payout_methods', to='people.studio')),
                        ('test_account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='money.gatewayaccount')),
                    ],
                    options={
                        'verbose_name': 'payout method',
                        'verbose_name_plural': 'payout methods',
                        'db_table': 'money_payoutmethod',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('new', 'proven'))), fields=('studio', 'fingerprint'), name='payout_method_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'proven'), _negated=True), ('usable_from__isnull', False), _connector='OR'), name='payout_method_proven_rests')],
                    },
                ),
                migrations.CreateModel(
                    name='Payout',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('number', models.CharField(max_length=20, unique=True)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('fee', models.BigIntegerField(default=0)),
                        ('automatic', models.BooleanField(default=False)),
                        ('held_for', models.JSONField(default=list)),
                        ('why', models.TextField(blank=True)),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('gateway', models.CharField(blank=True, max_length=20)),
                        ('ref', models.CharField(blank=True, max_length=120)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('asked', models.PositiveSmallIntegerField(default=0)),
                        ('ask_at', models.DateTimeField(null=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('busy_until', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                        ('done_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='money.gatewayaccount')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='people.studio')),
                        ('method', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='money.payoutmethod')),
                    ],
                    options={
                        'verbose_name': 'payout',
                        'verbose_name_plural': 'payouts',
                        'db_table': 'money_payout',
                        'indexes': [models.Index(fields=['studio', '-id'], name='payout_studio'), models.Index(condition=models.Q(('status__in', ('created', 'held', 'processing'))), fields=['status', 'id'], name='payout_open'), models.Index(condition=models.Q(('ref', ''), _negated=True), fields=['gateway', 'ref'], name='payout_ref')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('fee__gte', 0), ('amount__gt', models.F('fee'))), name='payout_amount_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='PayoutLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place', models.PositiveIntegerField()),
                        ('amount', models.BigIntegerField()),
                        ('dropped', models.BooleanField(default=False)),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='money.payoutbatch')),
                        ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='money.payout')),
                    ],
                    options={
                        'db_table': 'money_payoutline',
                        'ordering': ['place'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('dropped', False)), fields=('payout',), name='payout_in_one_batch'), models.UniqueConstraint(fields=('batch', 'place'), name='payout_line_place'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payout_line_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='PayoutPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('currency', models.CharField(max_length=3)),
                        ('rhythm', models.CharField(choices=[('manual', 'When I ask for it'), ('weekly', 'Every week, on Sunday'), ('monthly', 'Every month, on the first')], default='manual', max_length=8)),
                        ('minimum', models.BigIntegerField(default=0)),
                        ('next_at', models.DateTimeField(null=True)),
                        ('method', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plans', to='money.payoutmethod')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payout_plans', to='people.studio')),
                    ],
                    options={
                        'db_table': 'money_payoutplan',
                        'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='payout_plan_due')],
                        'constraints': [models.UniqueConstraint(fields=('studio', 'currency'), name='payout_plan_once'), models.CheckConstraint(condition=models.Q(('minimum__gte', 0)), name='payout_plan_minimum')],
                    },
                ),
                migrations.CreateModel(
                    name='Policy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('value', models.BigIntegerField(verbose_name='value')),
                        ('since', models.DateTimeField(verbose_name='since')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                        ('studio', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='policies', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'policy',
                        'verbose_name_plural': 'policies',
                        'db_table': 'money_policy',
                        'constraints': [models.UniqueConstraint(fields=('name', 'studio', 'since'), name='policy_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='SandboxTransfer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('ref', models.CharField(max_length=40, unique=True)),
                        ('target', models.CharField(max_length=60)),
                        ('holder', models.CharField(blank=True, max_length=120)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('state', models.CharField(max_length=10)),
                        ('reason', models.CharField(blank=True, max_length=200)),
                        ('sent', models.PositiveSmallIntegerField(default=1)),
                        ('ready_at', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'sandbox transfer',
                        'verbose_name_plural': 'sandbox transfers',
                        'db_table': 'money_sandboxtransfer',
                        'indexes': [models.Index(fields=['target', '-id'], name='sandbox_transfer_target')],
                    },
                ),
                migrations.CreateModel(
                    name='Snapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('leg_ref', models.BigIntegerField()),
                        ('balance', models.BigIntegerField()),
                        ('taken_at', models.DateTimeField()),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='money.ledgeraccount')),
                    ],
                    options={
                        'db_table': 'money_snapshot',
                        'constraints': [models.UniqueConstraint(fields=('account', 'leg_ref'), name='snapshot_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Statement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('changed_at', models.DateTimeField()),
                        ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='money.dispute')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.studio')),
                    ],
                    options={
                        'db_table': 'money_disputestatement',
                        'constraints': [models.UniqueConstraint(fields=('dispute', 'studio'), name='statement_once')],
                    },
                ),
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
                migrations.CreateModel(
                    name='BankRefund',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('amount', models.BigIntegerField()),
                        ('reason', models.TextField(blank=True)),
                        ('bank_ref', models.CharField(blank=True, max_length=60)),
                        ('created_at', models.DateTimeField()),
                        ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='money.banktransfer')),
                    ],
                    options={
                        'verbose_name': 'bank refund',
                        'verbose_name_plural': 'bank refunds',
                        'db_table': 'money_bankrefund',
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='bankrefund_amount_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='Clearing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('taken_back', models.BigIntegerField(default=0)),
                        ('due_at', models.DateTimeField()),
                        ('cleared_at', models.DateTimeField(null=True)),
                        ('subject', models.CharField(max_length=80)),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearings', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'clearing',
                        'verbose_name_plural': 'clearings',
                        'db_table': 'money_clearing',
                        'indexes': [models.Index(condition=models.Q(('cleared_at__isnull', True)), fields=['due_at', 'id'], name='clearing_due'), models.Index(fields=['subject', 'studio'], name='clearing_subject')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('taken_back__gte', 0), ('amount__gte', models.F('taken_back'))), name='clearing_within_amount')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
