"""The parts of a build, in the order in which they know each other; `ssg.build` is the whole."""
