DROP TRIGGER provider_account_frozen
-- next
DROP TRIGGER provider_account_no_replace
-- next
DROP TRIGGER provider_account_no_delete
