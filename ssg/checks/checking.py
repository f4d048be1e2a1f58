"""Check a newsroom: every rule over everything, and what a build would say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ssg.checks.rule import Finding, Level, Rule
from ssg.checks.rules import BUILD, RULES
from ssg.checks.spelling import is_installed
from ssg.checks.subject import Subject
from ssg.content.locating import locate
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import Snapshot, scan
from ssg.frozen import frozen
from ssg.newsroom.links import Linker
from ssg.newsroom.publishing import Edition
from ssg.newsroom.relating import relate
from ssg.output.rendering import Renderer
from ssg.pages.page import Plan
from ssg.pages.planning import plan
from ssg.problems import Problem, ProblemError, Severity, did_you_mean
from ssg.settings import SETTINGS_FILE, Settings
from ssg.theme.loading import load_theme
from ssg.theme.theme import Theme


@frozen
class Check:
    """What was found, by file and line; the rules that were asked, and what else is to be said."""

    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...]
    files: int
    notices: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """Return how many findings are errors."""
        return sum(finding.problem.severity is Severity.ERROR for finding in self.findings)

    def with_findings(self, more: Iterable[Finding]) -> Check:
        """Return the same with more that was found."""
        return replace(self, findings=_in_order((*self.findings, *more)))


@frozen
class Scope:
    """What to look at: files and folders by their paths, nothing for all; rules by their ids, nothing for all."""

    paths: tuple[str, ...] | None = None
    only: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Tell whether a file is looked at."""
        if self.paths is None:
            return True
        return any(f"{path}/".startswith(f"{wanted}/" if wanted else "") for wanted in self.paths)


def check(root: Path, now: datetime, scope: Scope | None = None) -> Check:
    """Return what is wrong with the newsroom at `root`.

    Everything is read, since one file can be wrong because of another; the scope decides what is reported. Raises
    ProblemError for settings or a theme that cannot be read.
    """
    scope = scope or Scope()
    subject, problems = _read(scan(root), now)
    levels, wrong = _levels(subject.settings, scope.only)
    findings = [Finding(problem, rule=BUILD) for problem in (*problems, *wrong)]
    rules = tuple(rule for rule in RULES.values() if levels[rule.id] is not Level.OFF)
    for rule in rules:
        findings += (finding.of(rule.id, levels[rule.id]) for finding in rule.find(subject))
    off = {article.path: frozenset(article.checks_off) for article in subject.articles}
    findings += _unknown_in_articles(subject)
    notices = () if is_installed() or levels["spelling"] is Level.OFF else (_NO_SPELLING,)
    kept = (finding for finding in findings if finding.rule not in off.get(finding.problem.path, ()))
    reported = _located(subject.snapshot, (finding for finding in kept if scope.covers(finding.problem.path)))
    return Check(reported, rules, len(subject.snapshot.paths("content/")), notices)


_NO_SPELLING = "spelling is not checked: pip install standfirst[check]"


def read_subject(root: Path, now: datetime) -> Subject:
    """Return what rules look at. Raises ProblemError for settings or a theme that cannot be read."""
    return _read(scan(root), now)[0]


def _read(snapshot: Snapshot, now: datetime) -> tuple[Subject, tuple[Problem, ...]]:
    """Return the newsroom with all that waits, and what a build would say about it as it is now."""
    settings = read_settings(snapshot)
    theme = load_theme(snapshot, settings)
    content, unreadable = read(snapshot, settings)
    # What waits is looked at as well. What a build says comes from the build's own edition.
    site, waiting = relate(content, settings, Edition(now, True, True, True), theme.lists)
    planned, unplanned = plan(site, theme)
    published, unrelated = relate(content, settings, Edition(now), theme.lists, site.memory)
    to_publish, refused = plan(published, theme)
    unrendered = (*_texts_refused(to_publish, theme, settings), *_texts_refused(planned, theme, settings))
    suggest = Linker(site).suggest
    problems = (*unreadable, *unrelated, *waiting, *map(suggest, (*refused, *unplanned, *unrendered)))
    return Subject(snapshot, settings, theme, content, site, planned, now), tuple(dict.fromkeys(problems))


def _texts_refused(planned: Plan, theme: Theme, settings: Settings) -> Iterator[Problem]:
    """Yield what rendering refuses.

    Only Markdown knows whether what leads nowhere is a link, and only a template whether it is called rightly. Texts
    that have neither links in doubt nor shortcodes are not converted for it.
    """
    renderer = Renderer(theme, settings)
    done: set[bytes] = set()
    for page in planned.pages.values():
        doubtful = {body.digest for body in page.bodies if body.broken or "{{<" in body.source}
        if doubtful - done:
            done |= doubtful
            try:
                renderer.render(page)
            except ProblemError as error:
                yield from error.problems


def _levels(settings: Settings, only: Iterable[str]) -> tuple[Mapping[str, Level], list[Problem]]:
    """Return the level of each rule, and a problem for each id in the settings that is none."""
    levels = {rule.id: rule.level for rule in RULES.values()}
    problems = []
    for name, level in settings.checks.rules.items():
        if name in RULES:
            levels[name] = Level(level)
        else:
            hint = did_you_mean(name, RULES) or "see docs/checks.md"
            problems.append(Problem(f'there is no rule "{name}"', hint, SETTINGS_FILE, at=("checks", "rules", name)))
    wanted = frozenset(only)
    if wanted:
        # Who asks for a rule by name wants it, even where it is off.
        awake = {name: Level.WARNING if level is Level.OFF else level for name, level in levels.items()}
        levels = {name: awake[name] if name in wanted else Level.OFF for name in levels}
    return levels, problems


def _unknown_in_articles(subject: Subject) -> Iterable[Finding]:
    for article in subject.articles:
        for number, name in enumerate(article.checks_off):
            if name not in RULES:
                hint = did_you_mean(name, RULES) or "see docs/checks.md"
                place = ("checks_off", number)
                yield Finding(Problem(f'there is no rule "{name}"', hint, article.path, at=place), rule=BUILD)


def _located(snapshot: Snapshot, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file and line, each once, with the excerpts of their lines."""
    placed = []
    for finding in dict.fromkeys(findings):
        (problem,) = locate(snapshot, [finding.problem])
        placed.append(replace(finding, problem=problem))
    return _in_order(placed)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (*finding.problem.sort_key, finding.rule)))
