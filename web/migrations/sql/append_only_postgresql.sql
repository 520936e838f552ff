-- What PostgreSQL itself refuses: no record of pay is changed, deleted or truncated, and only transfers move balances.
-- ENABLE ALWAYS holds even where session_replication_role is replica. Statements are separated by lines that say next.
-- next
CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation';
END $$
-- next
CREATE FUNCTION record_contract_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' says never changes', ERRCODE = 'restrict_violation';
END $$
-- next
CREATE FUNCTION ledger_account_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.debits_posted <> 0 OR NEW.debits_pending <> 0 OR NEW.credits_posted <> 0 OR NEW.credits_pending <> 0 THEN
    RAISE EXCEPTION 'a ledger_account opens at zero' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE FUNCTION ledger_transfer_apply() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  held ledger_transfer;
  pending bigint := 0;
  posted bigint := 0;
  matching integer;
BEGIN
  -- Both accounts are locked in the order of their ids, so that two transfers never wait for each other.
  PERFORM 1 FROM ledger_account WHERE id IN (NEW.debit_id, NEW.credit_id) ORDER BY id FOR NO KEY UPDATE;
  SELECT count(*) INTO matching FROM ledger_account
    WHERE id IN (NEW.debit_id, NEW.credit_id) AND currency = NEW.currency;
  IF matching <> 2 THEN
    RAISE EXCEPTION 'currency differs' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.pending_id IS NOT NULL THEN
    SELECT * INTO held FROM ledger_transfer
      WHERE id = NEW.pending_id AND phase = 'pending' AND debit_id = NEW.debit_id
        AND credit_id = NEW.credit_id AND currency = NEW.currency;
    IF NOT FOUND OR NOT (NEW.amount_micros = held.amount_micros
                         OR (NEW.phase = 'post' AND NEW.amount_micros <= held.amount_micros)) THEN
      RAISE EXCEPTION 'hold is missing or different' USING ERRCODE = 'restrict_violation';
    END IF;
    pending := -held.amount_micros;
  ELSIF NEW.phase = 'pending' THEN
    pending := NEW.amount_micros;
  END IF;
  IF NEW.phase IN ('single', 'post') THEN
    posted := NEW.amount_micros;
  END IF;
  UPDATE ledger_account SET debits_posted = debits_posted + posted, debits_pending = debits_pending + pending
    WHERE id = NEW.debit_id;
  UPDATE ledger_account SET credits_posted = credits_posted + posted, credits_pending = credits_pending + pending
    WHERE id = NEW.credit_id;
  RETURN NULL;
END $$
-- next
-- The application may not update accounts, so it asks the owner to lock the two that it is about to move money between.
CREATE FUNCTION ledger_locked(first_id text, second_id text) RETURNS SETOF ledger_account
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM ledger_account WHERE id IN (first_id, second_id) ORDER BY id FOR NO KEY UPDATE
$$
-- next
CREATE FUNCTION earning_final_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (OLD.state = 'pending' AND NEW.state = 'final') THEN
    RAISE EXCEPTION 'an earning becomes final once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER ledger_transfer_no_change BEFORE UPDATE OR DELETE ON ledger_transfer
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_no_change
-- next
CREATE TRIGGER ledger_transfer_no_truncate BEFORE TRUNCATE ON ledger_transfer
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_no_truncate
-- next
CREATE TRIGGER ledger_transfer_apply AFTER INSERT ON ledger_transfer
FOR EACH ROW EXECUTE FUNCTION ledger_transfer_apply()
-- next
ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_apply
-- next
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_no_delete
-- next
CREATE TRIGGER ledger_account_no_truncate BEFORE TRUNCATE ON ledger_account
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_no_truncate
-- next
CREATE TRIGGER ledger_account_only_by_transfer BEFORE UPDATE ON ledger_account
FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_only_by_transfer
-- next
CREATE TRIGGER ledger_account_frozen BEFORE UPDATE OF id, currency, normal, has_no_overdraft ON ledger_account
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_frozen
-- next
CREATE TRIGGER ledger_account_opening BEFORE INSERT ON ledger_account
FOR EACH ROW EXECUTE FUNCTION ledger_account_opening()
-- next
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_opening
-- next
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE event ENABLE ALWAYS TRIGGER event_no_change
-- next
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE event ENABLE ALWAYS TRIGGER event_no_truncate
-- next
CREATE TRIGGER time_segment_no_change BEFORE UPDATE OR DELETE ON time_segment
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE time_segment ENABLE ALWAYS TRIGGER time_segment_no_change
-- next
CREATE TRIGGER time_segment_no_truncate BEFORE TRUNCATE ON time_segment
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE time_segment ENABLE ALWAYS TRIGGER time_segment_no_truncate
-- next
CREATE TRIGGER time_claim_no_change BEFORE UPDATE OR DELETE ON time_claim
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE time_claim ENABLE ALWAYS TRIGGER time_claim_no_change
-- next
CREATE TRIGGER time_claim_no_truncate BEFORE TRUNCATE ON time_claim
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE time_claim ENABLE ALWAYS TRIGGER time_claim_no_truncate
-- next
CREATE TRIGGER period_close_no_change BEFORE UPDATE OR DELETE ON period_close
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE period_close ENABLE ALWAYS TRIGGER period_close_no_change
-- next
CREATE TRIGGER period_close_no_truncate BEFORE TRUNCATE ON period_close
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE period_close ENABLE ALWAYS TRIGGER period_close_no_truncate
-- next
CREATE TRIGGER rulebook_text_no_change BEFORE UPDATE OR DELETE ON rulebook_text
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE rulebook_text ENABLE ALWAYS TRIGGER rulebook_text_no_change
-- next
CREATE TRIGGER rulebook_text_no_truncate BEFORE TRUNCATE ON rulebook_text
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE rulebook_text ENABLE ALWAYS TRIGGER rulebook_text_no_truncate
-- next
CREATE TRIGGER answer_no_change BEFORE UPDATE OR DELETE ON answer
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE answer ENABLE ALWAYS TRIGGER answer_no_change
-- next
CREATE TRIGGER answer_no_truncate BEFORE TRUNCATE ON answer
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE answer ENABLE ALWAYS TRIGGER answer_no_truncate
-- next
CREATE TRIGGER earning_no_delete BEFORE DELETE ON earning
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE earning ENABLE ALWAYS TRIGGER earning_no_delete
-- next
CREATE TRIGGER earning_no_truncate BEFORE TRUNCATE ON earning
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE earning ENABLE ALWAYS TRIGGER earning_no_truncate
-- next
CREATE TRIGGER assignment_no_delete BEFORE DELETE ON assignment
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE assignment ENABLE ALWAYS TRIGGER assignment_no_delete
-- next
CREATE TRIGGER assignment_no_truncate BEFORE TRUNCATE ON assignment
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE assignment ENABLE ALWAYS TRIGGER assignment_no_truncate
-- next
CREATE TRIGGER earning_frozen BEFORE UPDATE OF id, person_id, organisation_id, project_id, assignment_id, kind, carrier, period, earned_on, quantity, unit, rate_micros, amount_micros, currency, rule, rulebook_digest, workings, earned_at, final_due_at ON earning
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE earning ENABLE ALWAYS TRIGGER earning_frozen
-- next
CREATE TRIGGER earning_final_once BEFORE UPDATE OF state, final_at ON earning
FOR EACH ROW EXECUTE FUNCTION earning_final_once()
-- next
ALTER TABLE earning ENABLE ALWAYS TRIGGER earning_final_once
-- next
CREATE TRIGGER assignment_frozen BEFORE UPDATE OF id, project_id, organisation_id, item_id, person_id, pay_basis, price_micros, currency, estimated_ms, jurisdiction, zone, floor_hourly_micros, rulebook_digest, offered_at ON assignment
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE assignment ENABLE ALWAYS TRIGGER assignment_frozen
