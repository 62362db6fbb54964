"""Review: claims judged by several people, and what follows from their votes."""
