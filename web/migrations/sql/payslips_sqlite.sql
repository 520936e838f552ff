CREATE TRIGGER payslip_no_update BEFORE UPDATE ON payslip
BEGIN
  SELECT RAISE(ABORT, 'payslip is append-only');
END
-- next
CREATE TRIGGER payslip_no_delete BEFORE DELETE ON payslip
BEGIN
  SELECT RAISE(ABORT, 'payslip is append-only');
END
-- next
CREATE TRIGGER payslip_no_replace BEFORE INSERT ON payslip
WHEN EXISTS (SELECT 1 FROM payslip WHERE id = NEW.id OR (person_id = NEW.person_id AND period = NEW.period AND currency = NEW.currency AND number = NEW.number))
BEGIN
  SELECT RAISE(ABORT, 'payslip exists');
END
-- next
CREATE TRIGGER payslip_earning_no_update BEFORE UPDATE ON payslip_earning
BEGIN
  SELECT RAISE(ABORT, 'payslip_earning is append-only');
END
-- next
CREATE TRIGGER payslip_earning_no_delete BEFORE DELETE ON payslip_earning
BEGIN
  SELECT RAISE(ABORT, 'payslip_earning is append-only');
END
-- next
CREATE TRIGGER payslip_earning_no_replace BEFORE INSERT ON payslip_earning
WHEN EXISTS (SELECT 1 FROM payslip_earning WHERE earning_id = NEW.earning_id)
BEGIN
  SELECT RAISE(ABORT, 'payslip_earning exists');
END
