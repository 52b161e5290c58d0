"""Studies: one policy question, its scenarios, its replicates, its answer."""
