CREATE TRIGGER destination_no_delete BEFORE DELETE ON destination
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE destination ENABLE ALWAYS TRIGGER destination_no_delete
-- next
CREATE TRIGGER destination_no_truncate BEFORE TRUNCATE ON destination
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE destination ENABLE ALWAYS TRIGGER destination_no_truncate
-- next
CREATE TRIGGER destination_frozen BEFORE UPDATE OF id, person_id, currency, provider, kind, holder, number, tail, least_minor, added_at, usable_from ON destination
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE destination ENABLE ALWAYS TRIGGER destination_frozen
-- next
CREATE TRIGGER payout_no_delete BEFORE DELETE ON payout
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout ENABLE ALWAYS TRIGGER payout_no_delete
-- next
CREATE TRIGGER payout_no_truncate BEFORE TRUNCATE ON payout
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout ENABLE ALWAYS TRIGGER payout_no_truncate
-- next
CREATE TRIGGER payout_frozen BEFORE UPDATE OF id, payslip_id, person_id, currency, amount_minor, opened_at ON payout
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE payout ENABLE ALWAYS TRIGGER payout_frozen
-- next
CREATE TRIGGER payout_joined_for_good BEFORE UPDATE OF state ON payout
FOR EACH ROW WHEN (OLD.state = 'joined') EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE payout ENABLE ALWAYS TRIGGER payout_joined_for_good
-- next
CREATE TRIGGER payout_run_no_delete BEFORE DELETE ON payout_run
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_run ENABLE ALWAYS TRIGGER payout_run_no_delete
-- next
CREATE TRIGGER payout_run_no_truncate BEFORE TRUNCATE ON payout_run
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_run ENABLE ALWAYS TRIGGER payout_run_no_truncate
-- next
CREATE TRIGGER payout_run_frozen BEFORE UPDATE OF id, provider, currency, layout, prepared_by_id, prepared_at ON payout_run
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE payout_run ENABLE ALWAYS TRIGGER payout_run_frozen
-- next
CREATE TRIGGER payout_attempt_no_delete BEFORE DELETE ON payout_attempt
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_attempt ENABLE ALWAYS TRIGGER payout_attempt_no_delete
-- next
CREATE TRIGGER payout_attempt_no_truncate BEFORE TRUNCATE ON payout_attempt
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_attempt ENABLE ALWAYS TRIGGER payout_attempt_no_truncate
-- next
CREATE TRIGGER payout_attempt_frozen BEFORE UPDATE OF id, payout_id, number, run_id, destination_id, key, prepared_at ON payout_attempt
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE payout_attempt ENABLE ALWAYS TRIGGER payout_attempt_frozen
-- next
CREATE TRIGGER payout_evidence_no_delete BEFORE DELETE ON payout_evidence
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_evidence ENABLE ALWAYS TRIGGER payout_evidence_no_delete
-- next
CREATE TRIGGER payout_evidence_no_truncate BEFORE TRUNCATE ON payout_evidence
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_evidence ENABLE ALWAYS TRIGGER payout_evidence_no_truncate
-- next
CREATE TRIGGER payout_evidence_frozen BEFORE UPDATE OF id, digest, file_name, uploaded_by_id, uploaded_at ON payout_evidence
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE payout_evidence ENABLE ALWAYS TRIGGER payout_evidence_frozen
