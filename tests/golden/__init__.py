"""Golden pictures, and the program that draws those of former faults."""
