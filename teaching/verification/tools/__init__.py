"""What test runners, linters and type checkers print, one file for each; `table` lists them."""
