-- What was donated each month: month, cents; months without donations have 0.
-- Donations that were refunded do not count.
SELECT months.month AS month, COALESCE(SUM(donations.cents), 0) AS cents
FROM months
LEFT JOIN donations
  ON substr(donations.given_on, 1, 7) = months.month AND donations.refunded = 0
GROUP BY months.month
ORDER BY months.month;
