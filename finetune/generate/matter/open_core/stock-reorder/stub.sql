-- Products whose stock, with what is on order, is below the minimum: product, boxes; by product.
-- Boxes are whole and rounded up.
-- TODO(human): what is missing of each product, in boxes.
SELECT NULL AS product, NULL AS boxes WHERE 0;
