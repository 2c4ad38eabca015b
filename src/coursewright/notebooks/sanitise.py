"""What HTML of a notebook may reach a page: an allow-list, and nothing else.

Notebooks come from many hands. The list is applied by nh3 to a parsed tree, so that what
is checked is what a browser will build.
"""

from __future__ import annotations

import re

import nh3

from coursewright.notebooks.svg import SVG_ATTRIBUTES, SVG_TAGS, names

_TEXT_TAGS = names(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span "
    "strong sub summary sup table tbody td tfoot th thead time tr tt u ul var"
)
_MATH_TAGS = names(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot "
    "mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "none semantics"
)
_MATH_ATTRIBUTES = names(
    "accent accentunder class columnalign columnlines columnspacing columnspan depth dir display "
    "displaystyle fence form height id largeop linethickness lspace mathvariant maxsize minsize "
    "movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel separator "
    "stretchy style symmetric voffset width aria-label"
)
_COMMON = frozenset({"id", "class", "title", "lang", "dir", "aria-label", "aria-hidden"})
_OWN_ATTRIBUTES = {
    "a": {"href", "download"},
    "img": {"src", "alt", "width", "height", "loading"},
    "details": {"open", "data-search-exclude"},
    "div": {"role", "tabindex"},
    "pre": {"role", "tabindex"},
    "ol": {"start", "data-search-exclude"},
    "th": {"scope", "colspan", "rowspan", "style"},
    "td": {"colspan", "rowspan", "style"},
    "time": {"datetime"},
    "p": {"role"},
    "span": {"role"},
}
ATTRIBUTES: dict[str, set[str]] = (
    {tag: set(_COMMON) | _OWN_ATTRIBUTES.get(tag, set()) for tag in _TEXT_TAGS}
    | {tag: set(SVG_ATTRIBUTES) for tag in SVG_TAGS}
    | {tag: set(_MATH_ATTRIBUTES) for tag in _MATH_TAGS}
)
TAGS = _TEXT_TAGS | SVG_TAGS | _MATH_TAGS
_STYLES = {
    "text-align",
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "padding-top",
    "padding-bottom",
    "display",
}
SCHEMES = {"http", "https", "mailto"}
DROPPED_WITH_CONTENT = names("script style iframe object template noscript")

PYGMENTS_CLASSES = names(
    "k kc kd kn kp kr kt s sa sb sc dl sd s2 se sh si sx sr s1 ss m mb mf mh mi mo il "
    "c ch cm cpf c1 cs cp nf fm nc nd ne nb bp ow"
)
"""Classes of code tokens that the style sheet colours."""

_OUR_CLASS = re.compile(r"(?:cw|tml)-[a-z0-9-]+|highlight|headerlink")
_SAFE_ID = re.compile(r"[A-Za-z][\w:.-]*")
_LOCAL_ADDRESS = re.compile(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:)(?!//)(?!\\)[^\s\\]+")
LOCAL_PAINT = re.compile(r"url\(#[\w:.-]+\)")


def is_local(address: str) -> bool:
    """Tell whether an address stays within the site: no scheme, no host."""
    return bool(_LOCAL_ADDRESS.fullmatch(address.strip()))


def is_safe_link(address: str) -> bool:
    """Tell whether a link may stand on a page: http, https, mailto, or within the site."""
    scheme, colon, _ = address.strip().partition(":")
    return is_local(address) or bool(colon and scheme.lower() in SCHEMES)


def clean_html(html: str) -> str:
    """Return the HTML with everything left out that is not on the allow-list.

    Scripts, styles and frames go with their content; of other unknown elements the content
    stays. Pictures come from the site only. Cleaning twice changes nothing more.
    """
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=ATTRIBUTES,
        attribute_filter=safe_value,
        filter_style_properties=_STYLES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def safe_value(tag: str, name: str, value: str) -> str | None:
    """Return the value that an allowed attribute may have, or None where it must go."""
    if name == "class":
        return " ".join(c for c in value.split() if _is_known_class(c)) or None
    if name == "id":
        return value if _SAFE_ID.fullmatch(value) else None
    if name == "src" or (name == "href" and tag != "a"):
        return value if is_local(value) and (tag == "img" or value.startswith("#")) else None
    if tag in SVG_TAGS and name not in ("title", "aria-label"):
        return value if _is_local_paint(name, value) else None
    return value


def _is_local_paint(name: str, value: str) -> bool:
    """Tell whether an attribute of a drawing asks for nothing outside the drawing."""
    calls = "(" in value and not name.lower().endswith("transform")
    return bool(LOCAL_PAINT.fullmatch(value)) if calls else not {":", "\\"} & set(value)


def _is_known_class(name: str) -> bool:
    return name in PYGMENTS_CLASSES or bool(_OUR_CLASS.fullmatch(name))
