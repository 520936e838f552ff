CREATE TRIGGER provider_account_no_delete BEFORE DELETE ON provider_account
BEGIN
  SELECT RAISE(ABORT, 'provider_account is kept');
END
-- next
CREATE TRIGGER provider_account_no_replace BEFORE INSERT ON provider_account
WHEN EXISTS (SELECT 1 FROM provider_account WHERE id = NEW.id OR key = NEW.key OR (person_id = NEW.person_id AND provider = NEW.provider AND currency = NEW.currency AND replaced_at IS NULL))
BEGIN
  SELECT RAISE(ABORT, 'provider_account exists');
END
-- next
CREATE TRIGGER provider_account_frozen BEFORE UPDATE OF id, person_id, provider, currency, country, key, asked_at ON provider_account
BEGIN
  SELECT RAISE(ABORT, 'whose account it is, and its key, never change');
END
