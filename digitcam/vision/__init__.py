"""Pure functions on arrays; these files never import each other."""
