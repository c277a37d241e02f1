"""Tasks of the roadmap: verified by the project's own commands, ticked on proof, attested by a person."""
