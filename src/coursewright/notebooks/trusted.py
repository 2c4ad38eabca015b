"""What HTML of a trusted notebook may reach a page: what looks like something, nothing that acts.

A course that marks a demo ``trusted`` lets its outputs be styled and drawn freely. Scripts,
handlers of events, forms, frames and whatever is fetched from elsewhere go all the same.
"""

from __future__ import annotations

import re

import nh3

from coursewright.notebooks.sanitise import (
    ATTRIBUTES,
    DROPPED_WITH_CONTENT,
    LOCAL_PAINT,
    SCHEMES,
    TAGS,
    safe_value,
)
from coursewright.notebooks.svg import SVG_TAGS, names

_MORE_TAGS = names(
    "address article aside bdi bdo big center data figure font footer header label main meter nav "
    "progress rp rt ruby section strike var wbr"
)
_MORE_SVG_TAGS = names(
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting "
    "feSpotLight feTile feTurbulence filter switch textPath"
)
_LOOKS = names(
    "align bgcolor border cellpadding cellspacing class color colspan height high id low max min "
    "optimum role rowspan size style tabindex title valign value width"
)
_MORE_SVG_ATTRIBUTES = names(
    "alignment-baseline amplitude azimuth baseFrequency baseline-shift bias color "
    "color-interpolation-filters diffuseConstant direction display divisor edgeMode elevation "
    "exponent filter filterUnits flood-color flood-opacity font-family font-stretch font-variant "
    "fr fx fy in in2 intercept k1 k2 k3 k4 kernelMatrix lengthAdjust letter-spacing lighting-color "
    "limitingConeAngle maskContentUnits maskUnits method mode numOctaves operator order overflow "
    "paint-order pathLength patternContentUnits pointsAtX pointsAtY pointsAtZ preserveAlpha "
    "primitiveUnits radius result rotate scale seed shape-rendering side slope spacing "
    "specularConstant specularExponent startOffset stdDeviation stitchTiles style surfaceScale "
    "tableValues targetX targetY text-decoration text-rendering textLength type values "
    "vector-effect visibility word-spacing writing-mode xChannelSelector yChannelSelector z"
)
_TAGS = TAGS | _MORE_TAGS | _MORE_SVG_TAGS
_DRAWN = SVG_TAGS | _MORE_SVG_TAGS
_ATTRIBUTES = {
    tag: ATTRIBUTES.get(tag, ATTRIBUTES["svg"] if tag in _DRAWN else set())
    | (_MORE_SVG_ATTRIBUTES if tag in _DRAWN else _LOOKS)
    for tag in _TAGS
}
_CALL = re.compile(r"([\w-]*)\(")
_CALLS = names(
    "attr blur brightness calc circle clamp conic-gradient contrast counter cubic-bezier "
    "drop-shadow ellipse fit-content grayscale hsl hsla hue-rotate hwb inset invert lab lch "
    "light-dark linear-gradient matrix matrix3d max min minmax oklab oklch opacity path "
    "perspective polygon radial-gradient repeat repeating-conic-gradient repeating-linear-gradient "
    "repeating-radial-gradient rgb rgba rotate rotate3d rotatex rotatey rotatez saturate scale "
    "scale3d scalex scaley scalez sepia skew skewx skewy steps translate translate3d translatex "
    "translatey translatez var"
) | {""}
"""Functions of CSS that compute a value and fetch nothing."""


def clean_trusted(html: str) -> str:
    """Return the HTML of a trusted notebook, with its looks and without what acts or fetches.

    Cleaning twice changes nothing more.
    """
    return nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        attribute_filter=_harmless_value,
        generic_attribute_prefixes={"aria-"},
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def _harmless_value(tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may have, or None where it must go."""
    if name == "style":
        return ";".join(part for part in value.split(";") if _is_quiet(part)) or None
    if name == "class":
        return value
    return safe_value(tag, name, value)


def _is_quiet(declaration: str) -> bool:
    """Tell whether a declaration of CSS computes with known functions only, and hides nothing."""
    bare = LOCAL_PAINT.sub("", declaration)
    is_plain = not set("\\@{}<>") & set(bare) and "/*" not in bare
    return is_plain and all(name.lower() in _CALLS for name in _CALL.findall(bare))
