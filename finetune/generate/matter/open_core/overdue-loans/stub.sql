-- Loans that should have come back before :today, the longest overdue first.
-- Columns: member, title, days_late.
-- TODO(human): the loans that are still out and past their date, with the name of the member.
SELECT NULL AS member, NULL AS title, NULL AS days_late WHERE :today IS NULL;
