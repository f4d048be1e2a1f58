"""Templates, their lookup and closure, the Jinja environment, assets."""
