"""The exact-substring index: records in, files out.  docs/search-format.md describes the files."""
