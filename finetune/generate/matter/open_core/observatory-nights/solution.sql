-- The longest run of clear nights one after the other: first_night, nights. Of equal runs the earliest.
WITH numbered AS (
  SELECT night, julianday(night) - ROW_NUMBER() OVER (ORDER BY night) AS run
  FROM clear_nights
)
SELECT MIN(night) AS first_night, COUNT(*) AS nights
FROM numbered
GROUP BY run
ORDER BY nights DESC, first_night
LIMIT 1;
