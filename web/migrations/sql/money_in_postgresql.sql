CREATE TRIGGER funding_no_delete BEFORE DELETE ON funding
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE funding ENABLE ALWAYS TRIGGER funding_no_delete
-- next
CREATE TRIGGER funding_no_truncate BEFORE TRUNCATE ON funding
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE funding ENABLE ALWAYS TRIGGER funding_no_truncate
-- next
CREATE TRIGGER funding_frozen BEFORE UPDATE OF id, organisation_id, provider, reference, amount_micros, currency, back, asked_by_id, asked_at ON funding
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE funding ENABLE ALWAYS TRIGGER funding_frozen
-- next
CREATE TRIGGER provider_event_no_delete BEFORE DELETE ON provider_event
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_event ENABLE ALWAYS TRIGGER provider_event_no_delete
-- next
CREATE TRIGGER provider_event_no_truncate BEFORE TRUNCATE ON provider_event
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_event ENABLE ALWAYS TRIGGER provider_event_no_truncate
-- next
CREATE TRIGGER provider_event_frozen BEFORE UPDATE OF id, provider, kind, object_id, is_live, created_at, received_at, came, digest ON provider_event
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE provider_event ENABLE ALWAYS TRIGGER provider_event_frozen
-- next
CREATE TRIGGER provider_line_no_delete BEFORE DELETE ON provider_line
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_line ENABLE ALWAYS TRIGGER provider_line_no_delete
-- next
CREATE TRIGGER provider_line_no_truncate BEFORE TRUNCATE ON provider_line
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_line ENABLE ALWAYS TRIGGER provider_line_no_truncate
-- next
CREATE TRIGGER provider_line_frozen BEFORE UPDATE OF line_id, provider, kind, source, about, amount_minor, fee_minor, currency, created_at, kept_at ON provider_line
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE provider_line ENABLE ALWAYS TRIGGER provider_line_frozen
-- next
CREATE TRIGGER provider_report_no_delete BEFORE DELETE ON provider_report
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_report ENABLE ALWAYS TRIGGER provider_report_no_delete
-- next
CREATE TRIGGER provider_report_no_truncate BEFORE TRUNCATE ON provider_report
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_report ENABLE ALWAYS TRIGGER provider_report_no_truncate
-- next
CREATE TRIGGER provider_report_frozen BEFORE UPDATE OF id, digest, file_name, line_count, uploaded_by_id, uploaded_at ON provider_report
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE provider_report ENABLE ALWAYS TRIGGER provider_report_frozen
-- next
CREATE TRIGGER provider_line_matched_once BEFORE UPDATE OF standing, transfer_id, fee_transfer_id ON provider_line
FOR EACH ROW WHEN (OLD.standing = 'matched') EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE provider_line ENABLE ALWAYS TRIGGER provider_line_matched_once
