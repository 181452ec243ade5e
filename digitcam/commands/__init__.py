"""The commands of ``python -m digitcam``, one a file; each imports only what it needs."""
