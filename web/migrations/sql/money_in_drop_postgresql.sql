DROP TRIGGER provider_line_matched_once ON provider_line
-- next
DROP TRIGGER funding_frozen ON funding
-- next
DROP TRIGGER funding_no_truncate ON funding
-- next
DROP TRIGGER funding_no_delete ON funding
-- next
DROP TRIGGER provider_event_frozen ON provider_event
-- next
DROP TRIGGER provider_event_no_truncate ON provider_event
-- next
DROP TRIGGER provider_event_no_delete ON provider_event
-- next
DROP TRIGGER provider_line_frozen ON provider_line
-- next
DROP TRIGGER provider_line_no_truncate ON provider_line
-- next
DROP TRIGGER provider_line_no_delete ON provider_line
-- next
DROP TRIGGER provider_report_frozen ON provider_report
-- next
DROP TRIGGER provider_report_no_truncate ON provider_report
-- next
DROP TRIGGER provider_report_no_delete ON provider_report
