CREATE TRIGGER payslip_no_change BEFORE UPDATE OR DELETE ON payslip
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payslip ENABLE ALWAYS TRIGGER payslip_no_change
-- next
CREATE TRIGGER payslip_no_truncate BEFORE TRUNCATE ON payslip
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payslip ENABLE ALWAYS TRIGGER payslip_no_truncate
-- next
CREATE TRIGGER payslip_earning_no_change BEFORE UPDATE OR DELETE ON payslip_earning
FOR EACH ROW EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payslip_earning ENABLE ALWAYS TRIGGER payslip_earning_no_change
-- next
CREATE TRIGGER payslip_earning_no_truncate BEFORE TRUNCATE ON payslip_earning
FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
-- next
ALTER TABLE payslip_earning ENABLE ALWAYS TRIGGER payslip_earning_no_truncate
