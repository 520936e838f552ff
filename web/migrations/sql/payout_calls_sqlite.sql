CREATE TRIGGER payout_call_no_update BEFORE UPDATE ON payout_call
BEGIN
  SELECT RAISE(ABORT, 'payout_call is append-only');
END
-- next
CREATE TRIGGER payout_call_no_delete BEFORE DELETE ON payout_call
BEGIN
  SELECT RAISE(ABORT, 'payout_call is append-only');
END
-- next
CREATE TRIGGER payout_call_no_replace BEFORE INSERT ON payout_call
WHEN EXISTS (SELECT 1 FROM payout_call WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'payout_call exists');
END
-- next
CREATE TRIGGER payout_proposal_no_update BEFORE UPDATE ON payout_proposal
BEGIN
  SELECT RAISE(ABORT, 'payout_proposal is append-only');
END
-- next
CREATE TRIGGER payout_proposal_no_delete BEFORE DELETE ON payout_proposal
BEGIN
  SELECT RAISE(ABORT, 'payout_proposal is append-only');
END
-- next
CREATE TRIGGER payout_proposal_no_replace BEFORE INSERT ON payout_proposal
WHEN EXISTS (SELECT 1 FROM payout_proposal WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'payout_proposal exists');
END
-- next
CREATE TRIGGER payout_calling_no_delete BEFORE DELETE ON payout_calling
BEGIN
  SELECT RAISE(ABORT, 'payout_calling is kept');
END
-- next
CREATE TRIGGER payout_calling_no_replace BEFORE INSERT ON payout_calling
WHEN EXISTS (SELECT 1 FROM payout_calling WHERE attempt_id = NEW.attempt_id)
BEGIN
  SELECT RAISE(ABORT, 'payout_calling exists');
END
-- next
CREATE TRIGGER payout_calling_frozen BEFORE UPDATE OF attempt_id, first_sent_at ON payout_calling
BEGIN
  SELECT RAISE(ABORT, 'when an attempt was first sent never changes');
END
