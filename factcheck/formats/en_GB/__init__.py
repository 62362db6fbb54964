"""British English, the language of the admin."""
