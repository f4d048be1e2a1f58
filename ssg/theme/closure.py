"""What a template depends on, and the names that it may use.

A template's *closure* is every template that it reaches by extends, include and import, together with the lists,
words and assets that these mention. It is found by reading the templates (see `analysing`), not by running them, so a
page's key is known before the page is rendered, and a misspelt name is found when the theme is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import fields
from typing import TypeVar

from ssg.frozen import frozen
from ssg.page_views import PAGE_VIEWS, PageView
from ssg.problems import Problem, did_you_mean
from ssg.views import SiteView

SHORTCODES = "shortcodes/"
EVERYTHING = "*"
"""Stands for all names where a template computes one."""

T = TypeVar("T")

_PAGE_NAMES = frozenset({"page", "site", "lists", "theme"})
_SHORTCODE_NAMES = frozenset({"call"})
_SITE_FIELDS = frozenset(field.name for field in fields(SiteView))


@frozen
class Mention:
    """A name that a template mentions: `lists.latest` is the name `latest` of `lists`, on a line of the template."""

    owner: str
    name: str
    line: int


@frozen
class Analysis:
    """What one template says, read from its syntax tree."""

    references: frozenset[str | None]
    """Templates it reaches directly; None for one whose name is computed."""
    names: frozenset[str]
    """Free names that it uses."""
    bound: frozenset[str]
    """Names that it sets: loop variables, assignments, macro arguments, imports."""
    mentions: tuple[Mention, ...]
    """Attributes of `page`, `site`, `lists` and `theme.options`, constant arguments of `t` and `asset`, templates."""
    lines: Mapping[str, int]
    """The first line that each free name stands on."""


@frozen
class Closure:
    """All that a page's bytes can depend on through its template."""

    templates: frozenset[str]
    absent: frozenset[str]
    """Names that it asks for and that do not exist (`ignore missing`)."""
    lists: frozenset[str]
    """Like `assets`, `words` and `options`: names, or `EVERYTHING` where a name is computed."""
    assets: frozenset[str]
    words: frozenset[str]
    options: frozenset[str]
    site: bool
    """Whether it looks at `site`."""

    def of(self, names: frozenset[str], known: Mapping[str, T]) -> dict[str, T]:
        """Return those of the known things that are meant by names of this closure, sorted."""
        return {name: known[name] for name in sorted(known) if name in names or EVERYTHING in names}


def find_closure(entry: str, analyses: Mapping[str, Analysis]) -> Closure:
    """Return the closure of a template. A computed name reaches every template."""
    reached: set[str] = set()
    absent: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in reached or name in absent:
            continue
        if name not in analyses:
            absent.add(name)
            continue
        reached.add(name)
        for reference in analyses[name].references:
            waiting.extend([reference] if reference else analyses)
    mentioned: dict[str, set[str]] = defaultdict(set)
    for name in reached:
        for mention in analyses[name].mentions:
            mentioned[mention.owner].add(mention.name)
    return Closure(
        frozenset(reached),
        frozenset(absent),
        frozenset(mentioned["lists"]),
        frozenset(mentioned["asset"]),
        frozenset(mentioned["t"]),
        frozenset(mentioned["theme.options"]),
        any("site" in analyses[name].names for name in reached),
    )


@frozen
class Names:
    """Names that the templates of a theme may mention, beside the fields of views."""

    lists: frozenset[str]
    options: frozenset[str]
    words: frozenset[str]
    assets: frozenset[str]


def check_names(paths: Mapping[str, str], analyses: Mapping[str, Analysis], names: Names) -> tuple[Problem, ...]:
    """Return a problem for each name that a template uses and that nothing can give it.

    `paths` says which file each template is from. A partial may use what the templates that include it have set, so
    names are judged by whole closures; the fields of `page` by the views of all pages that reach the template.
    """
    entries = {name for name in analyses if name in PAGE_VIEWS or is_shortcode(name)}
    entries |= {name for name in analyses if "/" not in name and ":" not in name}
    closures = {entry: find_closure(entry, analyses).templates for entry in entries}
    problems: dict[tuple[str, int, str], Problem] = {}

    def report(template: str, line: int, message: str, hint: str) -> None:
        problems[paths[template], line, message] = Problem(message, hint, paths[template], line)

    for template, analysis in analyses.items():
        reaching = [entry for entry, closure in closures.items() if template in closure]
        if not reaching:
            # Nobody renders it: a partial of a page that a layout replaced, or the second name of a theme's own file.
            continue
        known = _names_within(template, reaching, closures, analyses)
        for name in sorted(analysis.names - known):
            line = analysis.lines.get(name, 0)
            report(template, line, f'unknown name "{name}"', did_you_mean(name, known))
        fields_of_page = (
            _page_fields([*reaching, template.rpartition(":")[2]]) if "page" not in analysis.bound else None
        )
        known_by_owner: dict[str, Set[str] | None] = {
            "page": fields_of_page,
            "site": _SITE_FIELDS,
            "lists": names.lists,
            "theme.options": names.options,
            "t": names.words,
            "asset": names.assets,
            "template": analyses.keys(),
        }
        for mention in analysis.mentions:
            allowed = known_by_owner[mention.owner]
            if allowed is not None and mention.name not in allowed and mention.name != EVERYTHING:
                message = _UNKNOWN[mention.owner].format(mention.name)
                report(template, mention.line, message, did_you_mean(mention.name, allowed))
    return tuple(sorted(problems.values(), key=lambda problem: problem.sort_key))


_UNKNOWN = {
    "page": 'unknown name "page.{}"',
    "site": 'unknown name "site.{}"',
    "lists": 'no list "{}" is declared in theme.toml or site.toml',
    "theme.options": 'the theme has no option "{}"',
    "t": 'no word "{}" in the catalogue',
    "asset": 'no file "{}" in the assets',
    "template": 'there is no template "{}"',
}


def _names_within(
    template: str,
    reaching: list[str],
    closures: Mapping[str, frozenset[str]],
    analyses: Mapping[str, Analysis],
) -> frozenset[str]:
    bound: set[str] = set()
    for entry in reaching or [template]:
        for name in closures.get(entry, frozenset({template})):
            bound |= analyses[name].bound
    in_shortcode = any(is_shortcode(entry) for entry in (*reaching, template))
    in_page = not in_shortcode or any(not is_shortcode(entry) for entry in reaching)
    return frozenset(bound) | (_SHORTCODE_NAMES if in_shortcode else set()) | (_PAGE_NAMES if in_page else set())


def _page_fields(reaching: list[str]) -> frozenset[str] | None:
    """Return every field that `page` can have in a template, or None when no page reaches it."""
    # A layout of the site's own (`<layout>.html`) may be an article's or a page's: every view is possible there.
    views: set[type[PageView]] = set()
    for entry in reaching:
        if entry in PAGE_VIEWS:
            views.add(PAGE_VIEWS[entry])
        elif "/" not in entry and not is_shortcode(entry):
            views.update(PAGE_VIEWS.values())
    if not views:
        return None
    return frozenset(field.name for view in views for field in fields(view))


def is_shortcode(name: str) -> bool:
    """Tell whether a template, by any of its names, is that of a shortcode."""
    return name.rpartition(":")[2].startswith(SHORTCODES)
