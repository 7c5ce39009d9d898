"""Which matters are the same matter: likeness of texts, and why. It compares matters, never people."""
