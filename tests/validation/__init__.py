"""What the shipped scenarios must reproduce: targets from outside, and the page that tells."""
