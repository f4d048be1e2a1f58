"""What the host is told in `_headers`, read as the host reads it."""

from __future__ import annotations

from collections.abc import Mapping

from ssg.frozen import frozen
from ssg.machine_views import PlainText
from ssg.preview.proof import Proof

_HEADERS = "/_headers"
# A preview is never kept, and what it says of this computer's http must not outlive it.
_NOT_HERE = {"cache-control", "strict-transport-security"}


@frozen
class HostRules:
    """Headers by path: of one page URL each, and of everything that begins with a path."""

    exact: Mapping[str, tuple[tuple[str, str], ...]]
    below: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def headers(self, path: str) -> dict[str, str]:
        """Return the headers that the host would send with a page URL, less those that a preview must not send."""
        found = dict(self.exact.get(path, ()))
        for start, headers in self.below:
            if path.startswith(start):
                found |= headers
        return {name: value for name, value in found.items() if name.lower() not in _NOT_HERE}


def read_rules(proof: Proof) -> HostRules:
    """Return the rules of the `_headers` file that a build would write."""
    page = proof.plan.pages.get(_HEADERS)
    text = page.view.page.text if page and isinstance(page.view.page, PlainText) else ""
    rules: dict[str, list[tuple[str, str]]] = {}
    path = ""
    for line in text.splitlines():
        if line.startswith("/"):
            path = line.strip()
            rules.setdefault(path, [])
        elif path and ":" in line:
            name, _, value = line.strip().partition(":")
            rules[path].append((name, value.strip()))
    exact = {path: tuple(headers) for path, headers in rules.items() if not path.endswith("*")}
    below = tuple((path[:-1], tuple(headers)) for path, headers in rules.items() if path.endswith("*"))
    return HostRules(exact, below)
