DROP TRIGGER payout_call_no_replace
-- next
DROP TRIGGER payout_call_no_delete
-- next
DROP TRIGGER payout_call_no_update
-- next
DROP TRIGGER payout_proposal_no_replace
-- next
DROP TRIGGER payout_proposal_no_delete
-- next
DROP TRIGGER payout_proposal_no_update
-- next
DROP TRIGGER payout_calling_frozen
-- next
DROP TRIGGER payout_calling_no_replace
-- next
DROP TRIGGER payout_calling_no_delete
