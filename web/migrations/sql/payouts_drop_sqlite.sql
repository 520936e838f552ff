DROP TRIGGER payout_evidence_frozen
-- next
DROP TRIGGER payout_evidence_no_replace
-- next
DROP TRIGGER payout_evidence_no_delete
-- next
DROP TRIGGER payout_attempt_one_live
-- next
DROP TRIGGER payout_attempt_frozen
-- next
DROP TRIGGER payout_attempt_no_replace
-- next
DROP TRIGGER payout_attempt_no_delete
-- next
DROP TRIGGER payout_run_frozen
-- next
DROP TRIGGER payout_run_no_replace
-- next
DROP TRIGGER payout_run_no_delete
-- next
DROP TRIGGER payout_frozen
-- next
DROP TRIGGER payout_no_replace
-- next
DROP TRIGGER payout_no_delete
-- next
DROP TRIGGER destination_frozen
-- next
DROP TRIGGER destination_no_replace
-- next
DROP TRIGGER destination_no_delete
