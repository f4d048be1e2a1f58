"""Run the command line with `python -m ssg`."""

from ssg.cli import run

if __name__ == "__main__":
    run()
