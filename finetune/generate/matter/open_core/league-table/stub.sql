-- Standings: team, points, difference; the best first, then by goal difference, then by name.
-- A win has 3 points, a draw 1. Teams that have not played yet are left out.
-- TODO(human): see every match from both sides, then add up by team.
SELECT NULL AS team, NULL AS points, NULL AS difference WHERE 0;
