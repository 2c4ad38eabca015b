"""TeX to MathML while the site is built: no script and no request in the reader's browser.

``scanner`` finds the formulas of a text, ``equations`` numbers them, ``engine`` has them
rendered, ``markdown`` puts them into a page, ``font`` and ``styles`` make what the page
needs besides. ``install`` fetches the engine and the font, once for each environment.
"""
