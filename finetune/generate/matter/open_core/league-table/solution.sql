-- Standings: team, points, difference; the best first, then by goal difference, then by name.
-- A win has 3 points, a draw 1. Teams that have not played yet are left out.
WITH sides AS (
  SELECT home AS team, home_goals AS own, away_goals AS other FROM matches
  UNION ALL
  SELECT away, away_goals, home_goals FROM matches
)
SELECT team,
       SUM(CASE WHEN own > other THEN 3 WHEN own = other THEN 1 ELSE 0 END) AS points,
       SUM(own - other) AS difference
FROM sides
GROUP BY team
ORDER BY points DESC, difference DESC, team;
