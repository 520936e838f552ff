CREATE TRIGGER funding_no_delete BEFORE DELETE ON funding
BEGIN
  SELECT RAISE(ABORT, 'funding is kept');
END
-- next
CREATE TRIGGER funding_no_replace BEFORE INSERT ON funding
WHEN EXISTS (SELECT 1 FROM funding WHERE id = NEW.id OR reference = NEW.reference)
BEGIN
  SELECT RAISE(ABORT, 'funding exists');
END
-- next
CREATE TRIGGER funding_frozen BEFORE UPDATE OF id, organisation_id, provider, reference, amount_micros, currency, back, asked_by_id, asked_at ON funding
BEGIN
  SELECT RAISE(ABORT, 'what money was asked for never changes');
END
-- next
CREATE TRIGGER provider_event_no_delete BEFORE DELETE ON provider_event
BEGIN
  SELECT RAISE(ABORT, 'provider_event is kept');
END
-- next
CREATE TRIGGER provider_event_no_replace BEFORE INSERT ON provider_event
WHEN EXISTS (SELECT 1 FROM provider_event WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'provider_event exists');
END
-- next
CREATE TRIGGER provider_event_frozen BEFORE UPDATE OF id, provider, kind, object_id, is_live, created_at, received_at, came, digest ON provider_event
BEGIN
  SELECT RAISE(ABORT, 'what a service said never changes');
END
-- next
CREATE TRIGGER provider_line_no_delete BEFORE DELETE ON provider_line
BEGIN
  SELECT RAISE(ABORT, 'provider_line is kept');
END
-- next
CREATE TRIGGER provider_line_no_replace BEFORE INSERT ON provider_line
WHEN EXISTS (SELECT 1 FROM provider_line WHERE line_id = NEW.line_id OR transfer_id = NEW.transfer_id OR fee_transfer_id = NEW.fee_transfer_id)
BEGIN
  SELECT RAISE(ABORT, 'provider_line exists');
END
-- next
CREATE TRIGGER provider_line_frozen BEFORE UPDATE OF line_id, provider, kind, source, about, amount_minor, fee_minor, currency, created_at, kept_at ON provider_line
BEGIN
  SELECT RAISE(ABORT, 'what a record says never changes');
END
-- next
CREATE TRIGGER provider_report_no_delete BEFORE DELETE ON provider_report
BEGIN
  SELECT RAISE(ABORT, 'provider_report is kept');
END
-- next
CREATE TRIGGER provider_report_no_replace BEFORE INSERT ON provider_report
WHEN EXISTS (SELECT 1 FROM provider_report WHERE id = NEW.id OR digest = NEW.digest)
BEGIN
  SELECT RAISE(ABORT, 'provider_report exists');
END
-- next
CREATE TRIGGER provider_report_frozen BEFORE UPDATE OF id, digest, file_name, line_count, uploaded_by_id, uploaded_at ON provider_report
BEGIN
  SELECT RAISE(ABORT, 'a report never changes');
END
-- next
CREATE TRIGGER provider_line_matched_once BEFORE UPDATE OF standing, transfer_id, fee_transfer_id ON provider_line
WHEN OLD.standing = 'matched'
BEGIN
  SELECT RAISE(ABORT, 'a line is matched once');
END
