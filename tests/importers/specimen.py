"""A text of our own with the anatomy of a copied article page, taken apart so that tests can arrange it anew."""

from __future__ import annotations

from collections.abc import Iterable

HEADLINE = "No surprise as Skarn picks Ostrava for its second cable"
STANDFIRST = (
    "Skarn could become Ostrava Subsea's biggest customer abroad, after its minister for the sea, Odile Varga, called "
    "for closer work on cables with the islands."
)
# The same sentence as the page prints it again: other quotes, nothing else.
STANDFIRST_AGAIN = STANDFIRST.replace("'", "’")
AUTHOR = "Tove Lindqvall"
DATE = "March 9, 2026"
TIME = "2 Min Read"
BODY = (
    (
        "According to the harbour gazette, Varga said Skarn will ignore the mainland, “which merely asks us to "
        "wait for a cable that never comes”. We will file this one under ‘least surprising news of the spring′."
    ),
    (
        "Varga said she wants to build up a repair fleet of her own with the islands and other friends, in a bid "
        "to rely less on mainland ships."
    ),
    (
        "Again that is no surprise, since it comes a week after the mainland's Cable Board put new fees on 38 "
        "landing stations (anyone remember the Board's fee of 2019?), a lot of which belong to Skarn."
    ),
    (
        "That first round of fees took $25 million off the islands’ revenue, according to P&Q Ratings. The new "
        "ones will make matters worse."
    ),
    ("Indeed, doubts about the fees were one of the official reasons that Brannock gave when it closed its station."),
    (
        "The latest tit-for-tat also follows an order that gives the ferry operators 90 days to sell their fibre. "
        "If they do not comply, they face a ban."
    ),
    ("Varga’s remarks were made during a Q&A session at an event called Shallow Waters, which is a deep name."),
)
BIO = (
    "Tove is a freelancer who has covered cables and the people who mend them for more than 15 years. Her "
    "interests include repair ships; landing rights; and tides, among others."
)
ABOUT = "About the Author(s)"
SUGGESTIONS = "You May Also Like"


def page(*blocks: str | Iterable[str]) -> bytes:
    """Return blocks, or several at once, as the bytes of a text with blank lines between them."""
    flat = [text for block in blocks for text in ([block] if isinstance(block, str) else block)]
    return "\n\n".join(flat).encode()


SPECIMEN = page(STANDFIRST, AUTHOR, DATE, TIME, HEADLINE, STANDFIRST_AGAIN, BODY, ABOUT, AUTHOR, BIO, SUGGESTIONS)
