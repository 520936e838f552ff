DROP TRIGGER payslip_no_truncate ON payslip
-- next
DROP TRIGGER payslip_no_change ON payslip
-- next
DROP TRIGGER payslip_earning_no_truncate ON payslip_earning
-- next
DROP TRIGGER payslip_earning_no_change ON payslip_earning
