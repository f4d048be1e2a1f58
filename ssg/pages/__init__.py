"""The plan: which pages exist and what each may see."""
