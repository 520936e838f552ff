CREATE TRIGGER destination_no_delete BEFORE DELETE ON destination
BEGIN
  SELECT RAISE(ABORT, 'destination is kept');
END
-- next
CREATE TRIGGER destination_no_replace BEFORE INSERT ON destination
WHEN EXISTS (SELECT 1 FROM destination WHERE id = NEW.id OR (person_id = NEW.person_id AND currency = NEW.currency AND replaced_at IS NULL))
BEGIN
  SELECT RAISE(ABORT, 'destination exists');
END
-- next
CREATE TRIGGER destination_frozen BEFORE UPDATE OF id, person_id, currency, provider, kind, holder, number, tail, least_minor, added_at, usable_from ON destination
BEGIN
  SELECT RAISE(ABORT, 'an account is replaced, never changed');
END
-- next
CREATE TRIGGER payout_no_delete BEFORE DELETE ON payout
BEGIN
  SELECT RAISE(ABORT, 'payout is kept');
END
-- next
CREATE TRIGGER payout_no_replace BEFORE INSERT ON payout
WHEN EXISTS (SELECT 1 FROM payout WHERE id = NEW.id OR payslip_id = NEW.payslip_id)
BEGIN
  SELECT RAISE(ABORT, 'payout exists');
END
-- next
CREATE TRIGGER payout_frozen BEFORE UPDATE OF id, payslip_id, person_id, currency, amount_minor, opened_at ON payout
BEGIN
  SELECT RAISE(ABORT, 'what a payout is for never changes');
END
-- next
CREATE TRIGGER payout_joined_for_good BEFORE UPDATE OF state ON payout WHEN OLD.state = 'joined'
BEGIN
  SELECT RAISE(ABORT, 'a payout that went with another one never leaves alone');
END
-- next
CREATE TRIGGER payout_run_no_delete BEFORE DELETE ON payout_run
BEGIN
  SELECT RAISE(ABORT, 'payout_run is kept');
END
-- next
CREATE TRIGGER payout_run_no_replace BEFORE INSERT ON payout_run
WHEN EXISTS (SELECT 1 FROM payout_run WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'payout_run exists');
END
-- next
CREATE TRIGGER payout_run_frozen BEFORE UPDATE OF id, provider, currency, layout, prepared_by_id, prepared_at ON payout_run
BEGIN
  SELECT RAISE(ABORT, 'who prepared a run never changes');
END
-- next
CREATE TRIGGER payout_attempt_no_delete BEFORE DELETE ON payout_attempt
BEGIN
  SELECT RAISE(ABORT, 'payout_attempt is kept');
END
-- next
CREATE TRIGGER payout_attempt_no_replace BEFORE INSERT ON payout_attempt
WHEN EXISTS (SELECT 1 FROM payout_attempt WHERE id = NEW.id OR key = NEW.key OR (payout_id = NEW.payout_id AND (number = NEW.number OR state IN ('prepared', 'sending', 'paid'))))
BEGIN
  SELECT RAISE(ABORT, 'payout_attempt exists');
END
-- next
CREATE TRIGGER payout_attempt_frozen BEFORE UPDATE OF id, payout_id, number, run_id, destination_id, key, prepared_at ON payout_attempt
BEGIN
  SELECT RAISE(ABORT, 'what an attempt sends, and where, never changes');
END
-- next
CREATE TRIGGER payout_attempt_one_live BEFORE UPDATE OF state ON payout_attempt
WHEN NEW.state IN ('prepared', 'sending', 'paid') AND EXISTS (
  SELECT 1 FROM payout_attempt WHERE payout_id = NEW.payout_id AND id <> NEW.id AND state IN ('prepared', 'sending', 'paid'))
BEGIN
  SELECT RAISE(ABORT, 'a payout has one live attempt at most');
END
-- next
CREATE TRIGGER payout_evidence_no_delete BEFORE DELETE ON payout_evidence
BEGIN
  SELECT RAISE(ABORT, 'payout_evidence is kept');
END
-- next
CREATE TRIGGER payout_evidence_no_replace BEFORE INSERT ON payout_evidence
WHEN EXISTS (SELECT 1 FROM payout_evidence WHERE id = NEW.id OR digest = NEW.digest)
BEGIN
  SELECT RAISE(ABORT, 'payout_evidence exists');
END
-- next
CREATE TRIGGER payout_evidence_frozen BEFORE UPDATE OF id, digest, file_name, uploaded_by_id, uploaded_at ON payout_evidence
BEGIN
  SELECT RAISE(ABORT, 'evidence never changes');
END
