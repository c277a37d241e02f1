-- The winning bid of each item: item, bidder, cents; by item. The highest wins, of equal ones the earliest.
-- TODO(human): one whole bid per item.
SELECT NULL AS item, NULL AS bidder, NULL AS cents WHERE 0;
