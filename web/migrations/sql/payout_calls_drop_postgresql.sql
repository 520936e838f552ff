DROP TRIGGER payout_call_no_truncate ON payout_call
-- next
DROP TRIGGER payout_call_no_change ON payout_call
-- next
DROP TRIGGER payout_proposal_no_truncate ON payout_proposal
-- next
DROP TRIGGER payout_proposal_no_change ON payout_proposal
-- next
DROP TRIGGER payout_calling_frozen ON payout_calling
-- next
DROP TRIGGER payout_calling_no_truncate ON payout_calling
-- next
DROP TRIGGER payout_calling_no_delete ON payout_calling
