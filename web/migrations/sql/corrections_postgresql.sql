CREATE TRIGGER time_correction_no_change BEFORE UPDATE OR DELETE ON time_correction
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE time_correction ENABLE ALWAYS TRIGGER time_correction_no_change
-- next
CREATE TRIGGER time_correction_no_truncate BEFORE TRUNCATE ON time_correction
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE time_correction ENABLE ALWAYS TRIGGER time_correction_no_truncate
-- next
CREATE TRIGGER claim_reply_no_change BEFORE UPDATE OR DELETE ON claim_reply
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE claim_reply ENABLE ALWAYS TRIGGER claim_reply_no_change
-- next
CREATE TRIGGER claim_reply_no_truncate BEFORE TRUNCATE ON claim_reply
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE claim_reply ENABLE ALWAYS TRIGGER claim_reply_no_truncate
