"""Scribes' notes: templates, checks, pages, PDFs."""
