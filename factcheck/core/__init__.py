"""Users, permissions, tokens and jobs: what both apps stand on."""
