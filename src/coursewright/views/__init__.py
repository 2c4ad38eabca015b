"""A course to pages and assets: pure text, no files read, nothing written."""
