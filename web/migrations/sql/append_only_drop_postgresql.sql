-- Takes the protections of append_only_postgresql.sql away, for the downgrade that drops the tables.
-- next
DROP TRIGGER assignment_frozen ON assignment
-- next
DROP TRIGGER earning_final_once ON earning
-- next
DROP TRIGGER earning_frozen ON earning
-- next
DROP TRIGGER assignment_no_truncate ON assignment
-- next
DROP TRIGGER assignment_no_delete ON assignment
-- next
DROP TRIGGER earning_no_truncate ON earning
-- next
DROP TRIGGER earning_no_delete ON earning
-- next
DROP TRIGGER answer_no_truncate ON answer
-- next
DROP TRIGGER answer_no_change ON answer
-- next
DROP TRIGGER rulebook_text_no_truncate ON rulebook_text
-- next
DROP TRIGGER rulebook_text_no_change ON rulebook_text
-- next
DROP TRIGGER period_close_no_truncate ON period_close
-- next
DROP TRIGGER period_close_no_change ON period_close
-- next
DROP TRIGGER time_claim_no_truncate ON time_claim
-- next
DROP TRIGGER time_claim_no_change ON time_claim
-- next
DROP TRIGGER time_segment_no_truncate ON time_segment
-- next
DROP TRIGGER time_segment_no_change ON time_segment
-- next
DROP TRIGGER event_no_truncate ON event
-- next
DROP TRIGGER event_no_change ON event
-- next
DROP TRIGGER ledger_account_opening ON ledger_account
-- next
DROP TRIGGER ledger_account_only_by_transfer ON ledger_account
-- next
DROP TRIGGER ledger_account_frozen ON ledger_account
-- next
DROP TRIGGER ledger_account_no_truncate ON ledger_account
-- next
DROP TRIGGER ledger_account_no_delete ON ledger_account
-- next
DROP TRIGGER ledger_transfer_apply ON ledger_transfer
-- next
DROP TRIGGER ledger_transfer_no_truncate ON ledger_transfer
-- next
DROP TRIGGER ledger_transfer_no_change ON ledger_transfer
-- next
DROP FUNCTION record_refuse()
-- next
DROP FUNCTION record_contract_refuse()
-- next
DROP FUNCTION ledger_account_opening()
-- next
DROP FUNCTION ledger_transfer_apply()
-- next
DROP FUNCTION ledger_locked(text, text)
-- next
DROP FUNCTION earning_final_once()
