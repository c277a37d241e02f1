-- Products whose stock, with what is on order, is below the minimum: product, boxes; by product.
-- Boxes are whole and rounded up.
WITH missing AS (
  SELECT products.name AS product, products.box AS box,
         products.minimum - products.stock
           - COALESCE((SELECT SUM(pieces) FROM orders WHERE orders.product = products.name), 0) AS pieces
  FROM products
)
SELECT product, (pieces + box - 1) / box AS boxes
FROM missing
WHERE pieces > 0
ORDER BY product;
