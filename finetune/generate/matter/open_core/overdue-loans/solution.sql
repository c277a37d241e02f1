-- Loans that should have come back before :today, the longest overdue first.
-- Columns: member, title, days_late.
SELECT members.name AS member,
       loans.title AS title,
       CAST(julianday(:today) - julianday(loans.due) AS INTEGER) AS days_late
FROM loans
JOIN members ON members.id = loans.member_id
WHERE loans.returned IS NULL AND loans.due < :today
ORDER BY days_late DESC;
