"""Follow denials, each at least once. Run: python docs/examples/consume.py."""

import asyncio
import sys

from claimwire import Claim, Filter, subscribe


async def main() -> None:
    """Print each denial; what is printed is committed, so that a restart goes on after it."""
    denials = subscribe(Claim, group="denials", start="beginning", where=Filter(stance="denies"))
    async for claim in denials:
        who = claim.source.exact if claim.source else "somebody"
        sys.stdout.write(f"{who} denies: {claim.text}\n")
        sys.stdout.flush()


asyncio.run(main())
