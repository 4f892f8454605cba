"""Chrome rules: each module says with `find(document)` what it finds, and why; none changes anything."""
