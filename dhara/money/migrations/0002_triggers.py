from django.db import migrations

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
    dependencies = [("money", "0001_initial"), ("kit", "0002_triggers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
