"""Run the command line with `python -m ssg`."""

from ssg.cli import main

if __name__ == "__main__":
    main()
