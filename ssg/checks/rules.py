"""Every rule, in the order of the documentation."""

from __future__ import annotations

from collections.abc import Mapping

from ssg.checks.filing import FILING
from ssg.checks.headlines import HEADLINES
from ssg.checks.links import LINKS
from ssg.checks.pictures import PICTURES
from ssg.checks.rule import Rule
from ssg.checks.spelling import SPELLING
from ssg.checks.texts import TEXTS

GROUPS: Mapping[str, tuple[Rule, ...]] = {
    "Headlines, dates and bylines": HEADLINES,
    "Tags and ids": FILING,
    "Texts": TEXTS,
    "Pictures": PICTURES,
    "Links": LINKS,
    "Spelling": SPELLING,
}
"""The rules over sources, by the heading that they stand under."""

RULES: Mapping[str, Rule] = {rule.id: rule for rules in GROUPS.values() for rule in rules}
"""The rules over sources, by id."""

BUILD = "build"
"""The id of what a build would refuse or warn of. It cannot be set: a build would not ask."""
