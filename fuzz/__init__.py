"""Coverage-guided fuzzing with atheris: a target for each reader, for the steps, the ledger, the exports, the desk."""
