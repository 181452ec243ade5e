"""One module per page, and `navigation` between them. Runs on the visitor's script thread; imports components."""
