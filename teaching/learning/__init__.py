"""What a learner did so far: hints taken, attempts, exemplars seen, predictions. Data only, in `.teaching`."""
