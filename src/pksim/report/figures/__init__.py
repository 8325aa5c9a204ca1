"""Figures as SVG, drawn wide and narrow, each with a table as its twin."""
