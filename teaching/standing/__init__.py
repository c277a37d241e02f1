"""Where a project stands: what is done and on what evidence, what is open, and what comes next."""
