"""ui/server."""
