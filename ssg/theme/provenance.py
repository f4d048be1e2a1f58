"""Where the parts of a theme come from: which file wins for a name, and which it shadows."""

from __future__ import annotations

from collections.abc import Mapping

from ssg.content.snapshot import Snapshot
from ssg.frozen import frozen
from ssg.theme.closure import EVERYTHING
from ssg.theme.loading import builtin_themes, read_configuration
from ssg.theme.theme import Theme


@frozen
class Provenance:
    """A template, or an asset, of the site's theme: the file that wins, the files that it shadows, the nearest first,
    and the page templates (and shortcodes) that reach it."""

    name: str
    file: str
    shadowed: tuple[str, ...]
    used_by: tuple[str, ...]


def names(theme: Theme) -> tuple[str, ...]:
    """Return the names of all templates and assets, templates first."""
    return (*sorted(name for name in theme.templates if ":" not in name), *sorted(theme.assets))


def provenance(theme: Theme, name: str) -> Provenance | None:
    """Return where a template or an asset comes from, or None when there is none of that name."""
    if name in theme.templates:
        file = theme.templates[name].path
        candidates = [theme.templates.get(f"{layer}:{name}") for layer in theme.chain]
        # By its qualified name only the theme's own file is meant, which shadows nothing.
        below = [] if ":" in name else [template.path for template in candidates if template]
        reaching = (entry for entry in _entries(theme) if name in theme.closure(entry).templates)
        return Provenance(name, file, tuple(path for path in below if path != file), tuple(reaching))
    if name in theme.assets:
        asset = theme.assets[name]
        bundles = {bundle.name for bundle in theme.assets.values() if name in bundle.parts}
        reaching = (entry for entry in _entries(theme) if theme.closure(entry).assets & {name, EVERYTHING, *bundles})
        return Provenance(name, asset.path, asset.shadowed, tuple(reaching))
    return None


def _entries(theme: Theme) -> list[str]:
    """Return the templates that pages and shortcodes are made with."""
    return sorted(
        name for name in theme.templates if ":" not in name and ("/" not in name or name.startswith("shortcodes/"))
    )


@frozen
class KnownTheme:
    """A theme that a site can name: whether it is the site's own, its parent, and what it says of itself."""

    name: str
    own: bool
    parent: str
    description: str


def known_themes(snapshot: Snapshot) -> tuple[KnownTheme, ...]:
    """Return the themes of a site and those that Standfirst brings, by name. Raises ProblemError for a faulty one."""
    own = {path.split("/")[1] for path in snapshot.paths("themes/") if path.endswith("/theme.toml")}
    known: Mapping[str, bool] = dict.fromkeys(builtin_themes(), False) | dict.fromkeys(own, True)
    themes = []
    for name in sorted(known):
        configuration = read_configuration(snapshot, name)
        themes.append(KnownTheme(name, known[name], configuration.parent, configuration.description))
    return tuple(themes)
