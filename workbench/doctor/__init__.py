"""What the person who keeps the workbench has to know: is all well, and if not, what to do."""
