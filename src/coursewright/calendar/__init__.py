"""The calendar of a course: changes of the schedule, history, terms, feeds."""
