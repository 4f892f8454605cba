"""cleanpage separates a news article from the site's chrome, in HTML or flattened text, and says why."""
