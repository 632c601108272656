"""Sources: what feeds, sitemaps, news files and archives say, in one shape. Nothing is fetched here."""
