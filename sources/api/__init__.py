"""Outlets, articles and snapshots in the API."""
