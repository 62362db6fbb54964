"""Stateless helpers. Nothing here imports an app or a model."""
