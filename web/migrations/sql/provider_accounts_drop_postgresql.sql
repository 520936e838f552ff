DROP TRIGGER provider_account_frozen ON provider_account
-- next
DROP TRIGGER provider_account_no_truncate ON provider_account
-- next
DROP TRIGGER provider_account_no_delete ON provider_account
