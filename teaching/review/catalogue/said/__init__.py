"""More wordings of the checks, in the words of reviewers and of terse lists; one module per group of families."""
