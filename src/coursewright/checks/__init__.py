"""What is wrong with a course beyond its shape: every check, in the order of their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from coursewright.checks import (
    addresses,
    dates,
    deadlines,
    docs_html,
    docs_links,
    docs_writing,
    files,
    grading,
    hours,
    idle,
    ids,
    leftovers,
    links,
    macros,
    metadata,
    misplaced,
    order,
    pages,
    papers,
    people,
    plausible,
    privacy,
    quoting,
    references,
    release,
    scribes,
    secrets,
    swallowed,
    talks,
)
from coursewright.checks.check import Check, Finding, check
from coursewright.checks.docs_links import site_names
from coursewright.checks.tree import Tree, read_tree
from coursewright.diagnostics import Diagnostic, Rule, Span
from coursewright.load import Loaded
from coursewright.model.addresses import generated_uris
from coursewright.model.course import Course
from coursewright.sources.text import SourceFolder

__all__ = [
    "CHECKS",
    "CHECK_RULES",
    "TREE_CHECKS",
    "Check",
    "Finding",
    "Tree",
    "check",
    "run_checks",
    "site_names",
    "tree_of",
]

CHECKS: tuple[Check[Course], ...] = (
    papers.year_to_come,
    dates.outside_the_term,
    dates.in_a_break,
    dates.on_a_day_without_meeting,
    hours.two_in_one_place,
    hours.time_that_is_skipped,
    hours.time_that_comes_twice,
    order.without_a_date,
    order.continues_what_comes_later,
    order.rule_outside_the_term,
    order.out_of_order,
    deadlines.two_on_one_day,
    people.person_twice,
    idle.never_applies,
    scribes.without_scribes,
    plausible.hours_of_no_class,
    plausible.far_from_the_term,
    plausible.milestones_out_of_order,
    plausible.term_of_a_year,
    grading.no_grading,
    grading.weights_do_not_add_up,
    ids.id_used_twice,
    ids.module_without_sessions,
    ids.item_twice,
    privacy.named_without_consent,
    privacy.address_of_a_student,
    papers.unknown_paper,
    references.unknown_module,
    references.unknown_session,
    references.unknown_place,
    references.unknown_person,
    references.unknown_material,
    references.unknown_demo,
    papers.unknown_topic,
    papers.unknown_marker,
    references.shared_twice_over,
    references.unknown_project_type,
    papers.link_of_another_paper,
    talks.presented_twice,
    talks.too_few_or_too_many,
    talks.too_early,
    talks.evaluated_too_early,
    talks.presented_before,
    plausible.more_minutes_than_there_are,
    macros.macro_that_is_none,
)
"""What can be told from the schedule and the bibliography."""

TREE_CHECKS: tuple[Check[Tree], ...] = (
    files.missing_file,
    files.leads_outside,
    files.differs_in_case,
    pages.page_of_no_session,
    pages.two_at_one_address,
    misplaced.nothing_reads_it,
    misplaced.demo_not_listed,
    misplaced.heavy_picture,
    misplaced.ending_that_is_none,
    secrets.secret,
    links.password_in_a_link,
    privacy.class_list,
    release.unreleased_is_linked,
    leftovers.editors_copy,
    metadata.place_in_a_picture,
    metadata.author_of_a_pdf,
    addresses.address_of_a_person,
    addresses.folder_of_a_person,
    leftovers.cache_in_the_repository,
    swallowed.swallowed_line,
    quoting.typographic_quotes,
    quoting.command_lost_in_quotes,
    docs_links.unsafe_page_link,
    docs_links.broken_page_link,
    docs_links.broken_link_of_the_schedule,
    docs_html.foreign_page,
    docs_html.active_page,
    docs_writing.link_that_is_none,
    docs_writing.never_closed,
    docs_writing.image_without_text,
    docs_writing.skipped_level,
    docs_writing.line_without_effect,
    docs_writing.note_that_is_none,
    links.link_for_few,
    links.mistyped_address,
)
"""What can only be told with the files of the course at hand."""

CHECK_RULES: tuple[Rule, ...] = tuple(
    rule
    for rule, find in (
        *((item.rule, item.find) for item in CHECKS),
        *((item.rule, item.find) for item in TREE_CHECKS),
    )
    if find.__doc__ == rule.manual
)
"""The rules that are written here; the others belong to the readers of the sources."""


def run_checks(loaded: Loaded, tree: Tree | None = None) -> Iterator[Diagnostic]:
    """Yield everything that the checks find in a course that has been loaded.

    ``tree`` is what ``tree_of`` made of it, if the caller has use for that, too. Nothing is
    concluded from an entry that could not be read, so that one slip is reported once.
    """
    course = loaded.course
    if course is None:
        return
    released = course.when_all_is_released()
    for item in CHECKS:
        yield from _on_whole_entries(item, item(released), loaded.unreadable)
    tree = tree or tree_of(course, loaded.folder)
    for tree_item in TREE_CHECKS:
        yield from tree_item(tree)
    tree.harmless.keep()


def tree_of(
    course: Course,
    folder: SourceFolder,
    pages: Iterable[str] | None = None,
    cache: Path | None = None,
) -> Tree:
    """Return the course with its files.

    ``pages`` names what the site makes itself (``lectures/s05.md``), for links that lead there;
    left out, it is worked out from the course. ``cache`` is where checks keep what they need not
    do twice.
    """
    # A link to what is held back is a fault of another kind than one that leads nowhere.
    made = generated_uris(replace(course, preview=True)) if pages is None else frozenset(pages)
    return read_tree(course, folder, made, cache)


def _on_whole_entries(
    item: Check[Course], found: Iterator[Diagnostic], unreadable: Iterable[Span]
) -> Iterator[Diagnostic]:
    broken = tuple(unreadable) if item.needs_whole_entries else ()
    for diagnostic in found:
        spans = (diagnostic.span, *(label.span for label in diagnostic.related))
        if not any(_inside(span, entry) for span in spans for entry in broken):
            yield diagnostic


def _inside(span: Span, entry: Span) -> bool:
    start, end = (entry.line, entry.column), (entry.end_line, entry.end_column)
    return span.file == entry.file and start <= (span.line, span.column) < end
