"""What a check is: a function that finds problems, with the rule that they break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from coursewright.diagnostics import Diagnostic, Label, Rule, Severity, Span

Subject = TypeVar("Subject")


class Finding(NamedTuple):
    """A problem without its code, which is that of the check that found it."""

    message: str
    span: Span
    hint: str = ""
    related: tuple[Label, ...] = ()


Finder = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """A rule together with the function that finds where it is broken."""

    rule: Rule
    find: Finder[Subject]
    needs_whole_entries: bool = False
    """True where the check draws conclusions from what an entry does not say.

    What was said may then have been lost with a value that could not be read, so nothing is
    said of an entry that has such a value.
    """

    def __call__(self, subject: Subject) -> Iterator[Diagnostic]:
        """Yield a diagnostic for everything that the check finds."""
        for finding in self.find(subject):
            yield self.rule(*finding)


def check(
    code: str, severity: Severity = Severity.ERROR, *, needs_whole_entries: bool = False
) -> Callable[[Finder[Subject]], Check[Subject]]:
    """Make a check of a generator; its docstring is the manual page of the rule."""

    def decorate(find: Finder[Subject]) -> Check[Subject]:
        return Check(Rule(code, severity, find.__doc__ or ""), find, needs_whole_entries)

    return decorate


def check_by(rule: Rule) -> Callable[[Finder[Subject]], Check[Subject]]:
    """Make a check of a generator that finds more of what a rule of the readers forbids."""
    return lambda find: Check(rule, find)
