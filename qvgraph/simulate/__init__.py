"""The simulation: declared parameters, state, mechanisms, the month, replicates."""
