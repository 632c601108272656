"""`python -m pipeline.cli` is `claimwire`."""

from pipeline.cli import main

main(prog_name="claimwire")
