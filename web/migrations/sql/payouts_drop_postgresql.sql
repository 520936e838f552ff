DROP TRIGGER payout_evidence_frozen ON payout_evidence
-- next
DROP TRIGGER payout_evidence_no_truncate ON payout_evidence
-- next
DROP TRIGGER payout_evidence_no_delete ON payout_evidence
-- next
DROP TRIGGER payout_attempt_frozen ON payout_attempt
-- next
DROP TRIGGER payout_attempt_no_truncate ON payout_attempt
-- next
DROP TRIGGER payout_attempt_no_delete ON payout_attempt
-- next
DROP TRIGGER payout_run_frozen ON payout_run
-- next
DROP TRIGGER payout_run_no_truncate ON payout_run
-- next
DROP TRIGGER payout_run_no_delete ON payout_run
-- next
DROP TRIGGER payout_frozen ON payout
-- next
DROP TRIGGER payout_no_truncate ON payout
-- next
DROP TRIGGER payout_no_delete ON payout
-- next
DROP TRIGGER destination_frozen ON destination
-- next
DROP TRIGGER destination_no_truncate ON destination
-- next
DROP TRIGGER destination_no_delete ON destination
