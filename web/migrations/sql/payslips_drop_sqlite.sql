DROP TRIGGER payslip_no_replace
-- next
DROP TRIGGER payslip_no_delete
-- next
DROP TRIGGER payslip_no_update
-- next
DROP TRIGGER payslip_earning_no_replace
-- next
DROP TRIGGER payslip_earning_no_delete
-- next
DROP TRIGGER payslip_earning_no_update
