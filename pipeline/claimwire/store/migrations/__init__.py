"""Migrations: how one version's tables become the next's, run by Alembic when a store is opened."""
