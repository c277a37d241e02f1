-- Bikes that are free from :start until :end, by number. Column: bike.
-- Periods contain their first day and not their last one.
SELECT bikes.number AS bike
FROM bikes
WHERE NOT EXISTS (
  SELECT 1 FROM rentals
  WHERE rentals.bike = bikes.number AND rentals.begins < :end AND rentals.ends > :start
)
ORDER BY bikes.number;
