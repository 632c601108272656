"""Tests of `claimwire extract`."""
