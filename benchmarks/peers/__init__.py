"""The corpus as a site of other generators, each with templates of ours that show what broadsheet shows."""
