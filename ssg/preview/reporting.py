"""What the terminal is told: every problem once, and when it is mended."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Sequence

from ssg.problems import Problem, Severity


def fault(what: str) -> Problem:
    """Return the exception that is being handled as a fault of our own: `what` went wrong, in words."""
    return Problem(f"Standfirst {what}, by a fault of its own:\n{traceback.format_exc()}", "please report it")


class Reporter:
    """Passes on what is new among the problems of the moment. Any thread may call it."""

    def __init__(self, show: Callable[[Sequence[Problem]], object], say: Callable[[str], object]) -> None:
        """Report through two functions: `show` prints problems, `say` a line."""
        self._show = show
        self._say = say
        self._known: frozenset[Problem] = frozenset()
        self._faults: set[Problem] = set()
        self._lock = threading.Lock()

    def report(self, problems: Sequence[Problem]) -> None:
        """Show those of the problems that there were not the last time, and say when the last error is gone."""
        with self._lock:
            new = [problem for problem in problems if problem not in self._known]
            had_errors = any(problem.severity is Severity.ERROR for problem in self._known)
            self._known = frozenset(problems)
            if new:
                self._show(new)
            elif had_errors and not any(problem.severity is Severity.ERROR for problem in problems):
                self._say("Mended.")

    def report_fault(self, fault: Problem) -> None:
        """Show a fault of our own that came up when something was asked for, once for as long as we run."""
        with self._lock:
            if fault not in self._faults:
                self._faults.add(fault)
                self._show([fault])
