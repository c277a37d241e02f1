"""Output: prints and console calls that were to be logs, and how log messages are put together."""
