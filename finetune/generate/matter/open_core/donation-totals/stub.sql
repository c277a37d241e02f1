-- What was donated each month: month, cents; months without donations have 0.
-- Donations that were refunded do not count.
-- TODO(human): every month of the calendar with the sum of its donations.
SELECT NULL AS month, NULL AS cents WHERE 0;
