CREATE TRIGGER time_correction_no_update BEFORE UPDATE ON time_correction
BEGIN
  SELECT RAISE(ABORT, 'time_correction is append-only');
END
-- next
CREATE TRIGGER time_correction_no_delete BEFORE DELETE ON time_correction
BEGIN
  SELECT RAISE(ABORT, 'time_correction is append-only');
END
-- next
CREATE TRIGGER time_correction_no_replace BEFORE INSERT ON time_correction
WHEN EXISTS (SELECT 1 FROM time_correction WHERE id = NEW.id OR (person_id = NEW.person_id AND started_at = NEW.started_at))
BEGIN
  SELECT RAISE(ABORT, 'time_correction exists');
END
-- next
CREATE TRIGGER claim_reply_no_update BEFORE UPDATE ON claim_reply
BEGIN
  SELECT RAISE(ABORT, 'claim_reply is append-only');
END
-- next
CREATE TRIGGER claim_reply_no_delete BEFORE DELETE ON claim_reply
BEGIN
  SELECT RAISE(ABORT, 'claim_reply is append-only');
END
-- next
CREATE TRIGGER claim_reply_no_replace BEFORE INSERT ON claim_reply
WHEN EXISTS (SELECT 1 FROM claim_reply WHERE person_id = NEW.person_id AND started_at = NEW.started_at)
BEGIN
  SELECT RAISE(ABORT, 'claim_reply exists');
END
