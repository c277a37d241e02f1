-- The longest run of clear nights one after the other: first_night, nights. Of equal runs the earliest.
-- TODO(human): find the runs, then the longest of them.
SELECT NULL AS first_night, NULL AS nights WHERE 0;
