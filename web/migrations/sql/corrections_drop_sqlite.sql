DROP TRIGGER time_correction_no_replace
-- next
DROP TRIGGER time_correction_no_delete
-- next
DROP TRIGGER time_correction_no_update
-- next
DROP TRIGGER claim_reply_no_replace
-- next
DROP TRIGGER claim_reply_no_delete
-- next
DROP TRIGGER claim_reply_no_update
