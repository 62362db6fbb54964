"""Judging claims: votes, evidence, and what follows from them."""
