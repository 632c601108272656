"""The web: requests that a hostile server can neither stretch, bloat nor turn inward, sent politely."""
