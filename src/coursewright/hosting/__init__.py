"""The configuration of the host, ``mkdocs.yml``: what a course's site needs of it."""

from coursewright.hosting.configuration import (
    CONFIGURATION,
    SiteNames,
    configuration_problems,
    read_configuration,
)
from coursewright.hosting.files import theme_folders
from coursewright.hosting.pages import page_problems
from coursewright.hosting.rules import HOSTING_RULES

__all__ = [
    "CONFIGURATION",
    "HOSTING_RULES",
    "SiteNames",
    "configuration_problems",
    "page_problems",
    "read_configuration",
    "theme_folders",
]
