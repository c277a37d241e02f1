"""What models cost: the ledger of every call, the prices that it is reckoned by, and what it comes to."""
