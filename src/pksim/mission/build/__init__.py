"""How the world of a scenario is laid out: one file for each subject, columns of plain numbers."""
