"""Text to located nodes. A module here knows a file format and never a course."""
