"""Size: how long functions, files and lines may be, how many parameters, how deep and how branched."""
