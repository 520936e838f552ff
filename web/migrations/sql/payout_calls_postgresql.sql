CREATE TRIGGER payout_call_no_change BEFORE UPDATE OR DELETE ON payout_call
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_call ENABLE ALWAYS TRIGGER payout_call_no_change
-- next
CREATE TRIGGER payout_call_no_truncate BEFORE TRUNCATE ON payout_call
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_call ENABLE ALWAYS TRIGGER payout_call_no_truncate
-- next
CREATE TRIGGER payout_proposal_no_change BEFORE UPDATE OR DELETE ON payout_proposal
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_proposal ENABLE ALWAYS TRIGGER payout_proposal_no_change
-- next
CREATE TRIGGER payout_proposal_no_truncate BEFORE TRUNCATE ON payout_proposal
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_proposal ENABLE ALWAYS TRIGGER payout_proposal_no_truncate
-- next
CREATE TRIGGER payout_calling_no_delete BEFORE DELETE ON payout_calling
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_calling ENABLE ALWAYS TRIGGER payout_calling_no_delete
-- next
CREATE TRIGGER payout_calling_no_truncate BEFORE TRUNCATE ON payout_calling
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payout_calling ENABLE ALWAYS TRIGGER payout_calling_no_truncate
-- next
CREATE TRIGGER payout_calling_frozen BEFORE UPDATE OF attempt_id, first_sent_at ON payout_calling
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE payout_calling ENABLE ALWAYS TRIGGER payout_calling_frozen
