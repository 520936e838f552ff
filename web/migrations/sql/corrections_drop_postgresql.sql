DROP TRIGGER time_correction_no_truncate ON time_correction
-- next
DROP TRIGGER time_correction_no_change ON time_correction
-- next
DROP TRIGGER claim_reply_no_truncate ON claim_reply
-- next
DROP TRIGGER claim_reply_no_change ON claim_reply
