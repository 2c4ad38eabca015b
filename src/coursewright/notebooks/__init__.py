"""Notebooks of demos: their kept results, made ready for a page and clean on it."""
