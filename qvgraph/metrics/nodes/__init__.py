"""Metrics of single nodes: who is central, who brokers, who is constrained."""
