"""Regions side by side: what differs beyond size and density."""
