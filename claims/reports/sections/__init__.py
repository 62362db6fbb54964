"""The sections of a report's document, by theme."""
