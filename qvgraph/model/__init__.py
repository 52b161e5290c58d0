"""The typed graph of a qualification network: tables, checks, files, synthesis, arrays."""
