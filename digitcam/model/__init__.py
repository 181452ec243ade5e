"""The data, the network, and where it is kept."""
