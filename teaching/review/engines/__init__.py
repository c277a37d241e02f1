"""The analyzers behind the checks. None executes the student's code or reads the student's configuration."""
