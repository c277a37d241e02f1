"""How each test runner is made to say which test runs what, and which tests are red and why."""
