"""Tests: what is known from outside the code, checked against it."""
