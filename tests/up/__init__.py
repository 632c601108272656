"""`claimwire up`."""
