"""LaTeX that nobody trusts, to LaTeX that pandoc cannot misread and parts that the page sets."""
