"""Regional qualification networks as graphs, and what sustains them."""
