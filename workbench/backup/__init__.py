"""Backups: made while people work, sealed, restored into a fresh place by their maker, only then good."""
