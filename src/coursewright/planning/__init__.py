"""Commands that change a schedule: tried on a copy in memory, compared, and only then written."""
