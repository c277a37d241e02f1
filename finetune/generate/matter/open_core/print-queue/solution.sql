-- Waiting jobs: id, ahead (pages that are printed before it on the same printer); by id.
SELECT id,
       COALESCE(SUM(pages) OVER (
         PARTITION BY printer ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
       ), 0) AS ahead
FROM jobs
WHERE state = 'waiting'
ORDER BY id;
