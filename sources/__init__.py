"""Where the words came from: outlets, articles, snapshots."""
