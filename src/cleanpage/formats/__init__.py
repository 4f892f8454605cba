"""Output formats; one module a format, each with `render(article, roles)`."""
