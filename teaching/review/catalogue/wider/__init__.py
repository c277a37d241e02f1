"""Further wordings of the checks, kept beside the entries themselves."""
