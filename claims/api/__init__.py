"""Claims, speakers, and what makes claims of articles, in the API."""
