"""Draw every picture of the demonstration newsroom into content/: `python tools/draw_pictures.py [NAME...]`.

The pictures depend on nothing but this program, so that they can be drawn again at any time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from pictures import arguments, masts, places, portraits, sea, things
from pictures.press import Sheet

CONTENT = Path(__file__).parent.parent / "content"

PICTURES: dict[str, Callable[[], Sheet]] = {
    "images/spectrum-blocks.webp": masts.spectrum_blocks,
    "images/dark-mast.webp": masts.dark_mast,
    "images/timer.webp": masts.timer,
    "images/sleeping-masts.webp": masts.sleeping_masts,
    "images/signals.webp": masts.signals,
    "images/router.webp": things.router,
    "images/chip-die.webp": things.chip_die,
    "images/fibre-reel.webp": things.fibre_reel,
    "images/receiver.webp": things.receiver,
    "images/letterbox.webp": things.letterbox,
    "images/kittiwake-burgee.webp": things.birds,
    "images/hourglass.webp": things.hourglass,
    "images/swimming-pool.webp": places.swimming_pool,
    "images/mole-plough.webp": places.mole_plough,
    "images/rocket.webp": places.rocket,
    "images/ground-station.webp": places.ground_station,
    "images/maintainer.webp": places.maintainer,
    "images/raised-hands.webp": places.raised_hands,
    "images/last-dial-tone.webp": places.last_dial_tone,
    "images/gull.webp": arguments.gull,
    "images/drawer.webp": arguments.drawer,
    "images/card.webp": arguments.card,
    "images/chairs.webp": arguments.chairs,
    "images/cable-ring.webp": sea.cable_ring,
    "images/fishing-boat.webp": sea.fishing_boat,
    "articles/networks/skarn-2-cut/cable-map.webp": sea.cable_map,
    "articles/networks/aboard-the-patient-edda/ship.webp": sea.ship,
    "articles/networks/aboard-the-patient-edda/wheel.jpg": sea.wheel,
    "articles/networks/aboard-the-patient-edda/splice.webp": sea.splice,
    "images/portraits/imogen-adeyemi.webp": portraits.imogen,
    "images/portraits/tomasz-wrede.webp": portraits.tomasz,
    "images/portraits/priya-ravenscar.webp": portraits.priya,
    "images/portraits/lucia-farrow.webp": portraits.lucia,
    "images/portraits/kofi-brandreth.webp": portraits.kofi,
    "images/portraits/hana-sorley.webp": portraits.hana,
    "images/portraits/staff.webp": portraits.staff,
}


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Draw the pictures whose path contains one of NAMES, or all of them."""
    total = 0
    for path, draw in PICTURES.items():
        if not names or any(name in path for name in names):
            sheet = draw()
            # The one that is no WebP shows what becomes of pictures as cameras make them.
            save = sheet.save_held_sideways if path.endswith(".jpg") else sheet.save
            save(CONTENT / path)
            size = (CONTENT / path).stat().st_size
            total += size
            click.echo(f"{size / 1000:7.1f} kB  {path}")
    click.echo(f"{total / 1000:7.1f} kB  together")


if __name__ == "__main__":
    main()
