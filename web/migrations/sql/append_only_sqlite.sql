-- What SQLite itself refuses: no record of pay is changed, deleted or replaced, and only transfers move balances.
-- Statements are separated by lines that say next.
-- next
CREATE TRIGGER ledger_transfer_no_update BEFORE UPDATE ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'ledger_transfer is append-only');
END
-- next
CREATE TRIGGER ledger_transfer_no_delete BEFORE DELETE ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'ledger_transfer is append-only');
END
-- next
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'ledger_account is kept');
END
-- next
CREATE TRIGGER ledger_account_frozen BEFORE UPDATE OF id, currency, normal, has_no_overdraft ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'what a ledger_account is never changes');
END
-- next
CREATE TRIGGER ledger_account_opening BEFORE INSERT ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'ledger_account exists')
    WHERE EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'a ledger_account opens at zero')
    WHERE NEW.debits_posted <> 0 OR NEW.debits_pending <> 0 OR NEW.credits_posted <> 0 OR NEW.credits_pending <> 0;
END
-- next
CREATE TRIGGER ledger_transfer_lawful BEFORE INSERT ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'ledger_transfer exists')
    WHERE EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.id OR sequence = NEW.sequence)
      OR (NEW.pending_id IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_transfer WHERE pending_id = NEW.pending_id));
  SELECT RAISE(ABORT, 'currency differs')
    WHERE (SELECT count(*) FROM ledger_account
           WHERE id IN (NEW.debit_id, NEW.credit_id) AND currency = NEW.currency) <> 2;
  SELECT RAISE(ABORT, 'hold is missing or different')
    WHERE NEW.pending_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM ledger_transfer AS held
      WHERE held.id = NEW.pending_id AND held.phase = 'pending' AND held.debit_id = NEW.debit_id
        AND held.credit_id = NEW.credit_id AND held.currency = NEW.currency
        AND (NEW.amount_micros = held.amount_micros
             OR (NEW.phase = 'post' AND NEW.amount_micros <= held.amount_micros)));
END
-- next
CREATE TRIGGER ledger_transfer_apply AFTER INSERT ON ledger_transfer
BEGIN
  UPDATE ledger_account SET
    debits_posted = debits_posted + CASE WHEN NEW.phase IN ('single', 'post') THEN NEW.amount_micros ELSE 0 END,
    debits_pending = debits_pending + CASE NEW.phase WHEN 'pending' THEN NEW.amount_micros WHEN 'single' THEN 0
      ELSE -(SELECT amount_micros FROM ledger_transfer WHERE id = NEW.pending_id) END
    WHERE id = NEW.debit_id;
  UPDATE ledger_account SET
    credits_posted = credits_posted + CASE WHEN NEW.phase IN ('single', 'post') THEN NEW.amount_micros ELSE 0 END,
    credits_pending = credits_pending + CASE NEW.phase WHEN 'pending' THEN NEW.amount_micros WHEN 'single' THEN 0
      ELSE -(SELECT amount_micros FROM ledger_transfer WHERE id = NEW.pending_id) END
    WHERE id = NEW.credit_id;
END
-- next
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'event is append-only');
END
-- next
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN
  SELECT RAISE(ABORT, 'event is append-only');
END
-- next
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR (stream = NEW.stream AND sequence = NEW.sequence))
BEGIN
  SELECT RAISE(ABORT, 'event exists');
END
-- next
CREATE TRIGGER time_segment_no_update BEFORE UPDATE ON time_segment
BEGIN
  SELECT RAISE(ABORT, 'time_segment is append-only');
END
-- next
CREATE TRIGGER time_segment_no_delete BEFORE DELETE ON time_segment
BEGIN
  SELECT RAISE(ABORT, 'time_segment is append-only');
END
-- next
CREATE TRIGGER time_segment_no_replace BEFORE INSERT ON time_segment
WHEN EXISTS (SELECT 1 FROM time_segment WHERE id = NEW.id OR (person_id = NEW.person_id AND started_at = NEW.started_at))
BEGIN
  SELECT RAISE(ABORT, 'time_segment exists');
END
-- next
CREATE TRIGGER time_claim_no_update BEFORE UPDATE ON time_claim
BEGIN
  SELECT RAISE(ABORT, 'time_claim is append-only');
END
-- next
CREATE TRIGGER time_claim_no_delete BEFORE DELETE ON time_claim
BEGIN
  SELECT RAISE(ABORT, 'time_claim is append-only');
END
-- next
CREATE TRIGGER time_claim_no_replace BEFORE INSERT ON time_claim
WHEN EXISTS (SELECT 1 FROM time_claim WHERE id = NEW.id OR (person_id = NEW.person_id AND started_at = NEW.started_at))
BEGIN
  SELECT RAISE(ABORT, 'time_claim exists');
END
-- next
CREATE TRIGGER period_close_no_update BEFORE UPDATE ON period_close
BEGIN
  SELECT RAISE(ABORT, 'period_close is append-only');
END
-- next
CREATE TRIGGER period_close_no_delete BEFORE DELETE ON period_close
BEGIN
  SELECT RAISE(ABORT, 'period_close is append-only');
END
-- next
CREATE TRIGGER period_close_no_replace BEFORE INSERT ON period_close
WHEN EXISTS (SELECT 1 FROM period_close WHERE person_id = NEW.person_id AND period = NEW.period AND currency = NEW.currency AND revision = NEW.revision)
BEGIN
  SELECT RAISE(ABORT, 'period_close exists');
END
-- next
CREATE TRIGGER rulebook_text_no_update BEFORE UPDATE ON rulebook_text
BEGIN
  SELECT RAISE(ABORT, 'rulebook_text is append-only');
END
-- next
CREATE TRIGGER rulebook_text_no_delete BEFORE DELETE ON rulebook_text
BEGIN
  SELECT RAISE(ABORT, 'rulebook_text is append-only');
END
-- next
CREATE TRIGGER rulebook_text_no_replace BEFORE INSERT ON rulebook_text
WHEN EXISTS (SELECT 1 FROM rulebook_text WHERE digest = NEW.digest)
BEGIN
  SELECT RAISE(ABORT, 'rulebook_text exists');
END
-- next
CREATE TRIGGER answer_no_update BEFORE UPDATE ON answer
BEGIN
  SELECT RAISE(ABORT, 'answer is append-only');
END
-- next
CREATE TRIGGER answer_no_delete BEFORE DELETE ON answer
BEGIN
  SELECT RAISE(ABORT, 'answer is append-only');
END
-- next
CREATE TRIGGER answer_no_replace BEFORE INSERT ON answer
WHEN EXISTS (SELECT 1 FROM answer WHERE assignment_id = NEW.assignment_id)
BEGIN
  SELECT RAISE(ABORT, 'answer exists');
END
-- next
CREATE TRIGGER earning_no_delete BEFORE DELETE ON earning
BEGIN
  SELECT RAISE(ABORT, 'earning is kept');
END
-- next
CREATE TRIGGER earning_no_replace BEFORE INSERT ON earning
WHEN EXISTS (SELECT 1 FROM earning WHERE id = NEW.id OR (assignment_id = NEW.assignment_id AND kind = NEW.kind))
BEGIN
  SELECT RAISE(ABORT, 'earning exists');
END
-- next
CREATE TRIGGER assignment_no_delete BEFORE DELETE ON assignment
BEGIN
  SELECT RAISE(ABORT, 'assignment is kept');
END
-- next
CREATE TRIGGER assignment_no_replace BEFORE INSERT ON assignment
WHEN EXISTS (SELECT 1 FROM assignment WHERE id = NEW.id OR (item_id = NEW.item_id AND person_id = NEW.person_id))
BEGIN
  SELECT RAISE(ABORT, 'assignment exists');
END
-- next
CREATE TRIGGER earning_frozen BEFORE UPDATE OF id, person_id, organisation_id, project_id, assignment_id, kind, carrier, period, earned_on, quantity, unit, rate_micros, amount_micros, currency, rule, rulebook_digest, workings, earned_at, final_due_at ON earning
BEGIN
  SELECT RAISE(ABORT, 'an earning only becomes final');
END
-- next
CREATE TRIGGER earning_final_once BEFORE UPDATE OF state, final_at ON earning
WHEN NOT (OLD.state = 'pending' AND NEW.state = 'final')
BEGIN
  SELECT RAISE(ABORT, 'an earning becomes final once');
END
-- next
CREATE TRIGGER assignment_frozen BEFORE UPDATE OF id, project_id, organisation_id, item_id, person_id, pay_basis, price_micros, currency, estimated_ms, jurisdiction, zone, floor_hourly_micros, rulebook_digest, offered_at ON assignment
BEGIN
  SELECT RAISE(ABORT, 'the offer is the contract');
END
