"""Scribes' notes: LaTeX in, pages and PDFs out, with nothing of it trusted."""
