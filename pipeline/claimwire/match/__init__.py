"""Claims across articles: copies, links and clusters."""
