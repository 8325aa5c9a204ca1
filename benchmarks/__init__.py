"""Speed, as ratios against the peers: ``python -m benchmarks`` measures all of it and writes RESULTS.md."""
