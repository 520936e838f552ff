-- Takes the protections of append_only_sqlite.sql away, for the downgrade that drops the tables.
-- next
DROP TRIGGER assignment_frozen
-- next
DROP TRIGGER earning_final_once
-- next
DROP TRIGGER earning_frozen
-- next
DROP TRIGGER assignment_no_replace
-- next
DROP TRIGGER assignment_no_delete
-- next
DROP TRIGGER earning_no_replace
-- next
DROP TRIGGER earning_no_delete
-- next
DROP TRIGGER answer_no_replace
-- next
DROP TRIGGER answer_no_delete
-- next
DROP TRIGGER answer_no_update
-- next
DROP TRIGGER rulebook_text_no_replace
-- next
DROP TRIGGER rulebook_text_no_delete
-- next
DROP TRIGGER rulebook_text_no_update
-- next
DROP TRIGGER period_close_no_replace
-- next
DROP TRIGGER period_close_no_delete
-- next
DROP TRIGGER period_close_no_update
-- next
DROP TRIGGER time_claim_no_replace
-- next
DROP TRIGGER time_claim_no_delete
-- next
DROP TRIGGER time_claim_no_update
-- next
DROP TRIGGER time_segment_no_replace
-- next
DROP TRIGGER time_segment_no_delete
-- next
DROP TRIGGER time_segment_no_update
-- next
DROP TRIGGER event_no_replace
-- next
DROP TRIGGER event_no_delete
-- next
DROP TRIGGER event_no_update
-- next
DROP TRIGGER ledger_transfer_apply
-- next
DROP TRIGGER ledger_transfer_lawful
-- next
DROP TRIGGER ledger_account_opening
-- next
DROP TRIGGER ledger_account_frozen
-- next
DROP TRIGGER ledger_account_no_delete
-- next
DROP TRIGGER ledger_transfer_no_delete
-- next
DROP TRIGGER ledger_transfer_no_update
