"""The illustrations of the demonstration newsroom, drawn by program."""
