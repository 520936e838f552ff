DROP TRIGGER provider_line_matched_once
-- next
DROP TRIGGER funding_frozen
-- next
DROP TRIGGER funding_no_replace
-- next
DROP TRIGGER funding_no_delete
-- next
DROP TRIGGER provider_event_frozen
-- next
DROP TRIGGER provider_event_no_replace
-- next
DROP TRIGGER provider_event_no_delete
-- next
DROP TRIGGER provider_line_frozen
-- next
DROP TRIGGER provider_line_no_replace
-- next
DROP TRIGGER provider_line_no_delete
-- next
DROP TRIGGER provider_report_frozen
-- next
DROP TRIGGER provider_report_no_replace
-- next
DROP TRIGGER provider_report_no_delete
