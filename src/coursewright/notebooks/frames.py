"""Interactive figures: frames that a run drew, of which a slider shows one at a time.

A notebook declares one by an output of the MIME type ``FRAMES`` beside the picture that other
programs show in its place. Its JSON is read as ``FrameSet``.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coursewright.notebooks.figures import Asset, Words, picture_file

FRAMES = "application/vnd.coursewright.frames+json"
"""MIME type of an interactive figure among a cell's outputs."""
MAX_FRAMES = 60
MAX_WEIGHT = 300_000
"""Bytes that the frames of one figure should not exceed together."""


class Frame(BaseModel):
    """One frame: the slider's ``value``, what the picture shows there, and the picture."""

    model_config = ConfigDict(frozen=True, strict=True, str_strip_whitespace=True)

    value: str = Field(min_length=1)
    alt: str = Field(min_length=1)
    """The picture in words, with the number that matters."""
    svg: str


class FrameSet(BaseModel):
    """An interactive figure: ``label`` names what the slider changes, frames are in its order.

    ``stills`` are the positions, from 0, of the frames that are shown one below the other
    where no script runs; the slider starts at the middle one of them.
    """

    model_config = ConfigDict(frozen=True, strict=True, str_strip_whitespace=True)

    label: str = Field(min_length=1)
    caption: str = ""
    frames: list[Frame] = Field(min_length=2, max_length=MAX_FRAMES)
    stills: list[int] = Field(default_factory=list)

    @property
    def shown(self) -> list[int]:
        """The positions of the stills: those chosen, else the first, the middle and the last."""
        last = len(self.frames) - 1
        chosen = [at for at in self.stills if 0 <= at <= last] or [0, (last + 1) // 2, last]
        return sorted(set(chosen))


@dataclass(frozen=True, slots=True)
class InteractiveFigure:
    """An interactive figure as HTML, with the files of its frames."""

    html: str
    assets: tuple[Asset, ...]

    @property
    def weight(self) -> int:
        """The bytes of all frames."""
        return sum(len(asset.content) for asset in set(self.assets))


def read_frames(text: str) -> FrameSet:
    """Return the frames that the JSON ``text`` of an output declares.

    Raises ValueError, with a reason to print, where it declares none.
    """
    try:
        return FrameSet.model_validate_json(text)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "JSON"
        message = f"'{where}' of its frames is wrong ({first['msg']})"
        raise ValueError(message) from problem


def interactive_figure(frames: FrameSet) -> InteractiveFigure:
    """Return the figure as its stills and a list of links to all frames.

    The site's script makes a slider of the list. Raises ValueError, with a reason to print,
    where a picture is broken.
    """
    files = [picture_file("image/svg+xml", frame.svg, Words(frame.alt)) for frame in frames.frames]
    start = frames.shown[len(frames.shown) // 2]
    stills = "".join(
        f'<div class="cw-still{" cw-start" if at == start else ""}">'
        f"<p>{escape(frames.label)}: <b>{escape(frames.frames[at].value)}</b></p>"
        f"{files[at].html}</div>"
        for at in frames.shown
    )
    links = "".join(
        f'<li><a href="{file.asset.name}" title="{escape(frame.alt)}">'
        f"{escape(frame.value)}</a></li>"
        for frame, file in zip(frames.frames, files, strict=True)
    )
    choice = (
        f'<div class="cw-choice"><p>{escape(frames.label)}</p>'
        f'<ol class="cw-frame-list" data-search-exclude="">{links}</ol></div>'
    )
    caption = f"<figcaption>{escape(frames.caption)}</figcaption>" if frames.caption else ""
    html = f'<figure class="cw-figure cw-frames">{stills}{choice}{caption}</figure>'
    return InteractiveFigure(html, tuple(file.asset for file in files))
