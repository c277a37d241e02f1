"""The student's repository as data: files read beneath its root, git asked without running anything of its."""
