"""`python -m claimwire` is the command `claimwire`."""

from claimwire.cli import main

main(prog_name="claimwire")
