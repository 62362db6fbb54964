"""Who said what, how sure, and how it held up."""
