"""Resources with rules that stand in the text of the specification and not in its definitions."""
