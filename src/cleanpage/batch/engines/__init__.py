"""Clusters that others built, one a module: each is a few lines that bring pages to `cleanpage.batch` and take its rows away."""
