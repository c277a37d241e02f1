"""The parity gate: what is served says what was trained, token for token, or it is not served."""
