"""A report's document in each of its forms."""
