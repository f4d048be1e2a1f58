"""The desk: what a newsroom wants to know of its articles at a glance. It is a part of the preview and of no build."""
