"""Training: makes the model that `pipeline.extract` ships, from an annotated corpus and public weights."""
