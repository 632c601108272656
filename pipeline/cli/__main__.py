"""`python -m pipeline.cli` is `claimwire`."""

from pipeline.cli import main

main()
