"""Key players: sets of nodes from which all others are nearest, with a bound on any set."""
