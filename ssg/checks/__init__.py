"""What an editor wants to know before publishing: rules over the newsroom's sources, and over the built site."""
