-- The winning bid of each item: item, bidder, cents; by item. The highest wins, of equal ones the earliest.
SELECT item, bidder, cents
FROM (
  SELECT item, bidder, cents,
         ROW_NUMBER() OVER (PARTITION BY item ORDER BY cents DESC, placed_at) AS place
  FROM bids
)
WHERE place = 1
ORDER BY item;
