"""One module a step, the first without a `down_revision`."""
