CREATE TRIGGER provider_account_no_delete BEFORE DELETE ON provider_account
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_account ENABLE ALWAYS TRIGGER provider_account_no_delete
-- next
CREATE TRIGGER provider_account_no_truncate BEFORE TRUNCATE ON provider_account
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE provider_account ENABLE ALWAYS TRIGGER provider_account_no_truncate
-- next
CREATE TRIGGER provider_account_frozen BEFORE UPDATE OF id, person_id, provider, currency, country, key, asked_at ON provider_account
FOR EACH ROW EXECUTE FUNCTION record_contract_refuse()
-- next
ALTER TABLE provider_account ENABLE ALWAYS TRIGGER provider_account_frozen
