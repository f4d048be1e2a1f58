"""The one tag that the preview adds to a page of the site: the script that keeps it up to date."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import escape

SCRIPT = "/_standfirst/preview.js"

_HEAD_ENDS = re.compile(rb"</head\s*>", re.IGNORECASE)


def script_tag(data: Mapping[str, str]) -> bytes:
    """Return the tag of the script; `data` becomes its data attributes."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'<script src="{SCRIPT}" defer{attributes}></script>'.encode()


def with_script(html: bytes, data: Mapping[str, str]) -> bytes:
    """Return a page with the script's tag at the end of its head, or of the page where it has no head."""
    end = _HEAD_ENDS.search(html)
    place = end.start() if end else len(html)
    return html[:place] + script_tag(data) + html[place:]
