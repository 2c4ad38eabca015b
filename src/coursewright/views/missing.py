"""What a reader sees at an address where no page is."""

from __future__ import annotations

from coursewright.views.writer import template_environment


def missing_html(root: str) -> str:
    """Return the body of that page; it stands at any address, so ``root`` begins with a slash."""
    return template_environment().get_template("missing.html.j2").render(root=root)
