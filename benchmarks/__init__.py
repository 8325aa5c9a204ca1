"""Speed, as ratios against the peers: ``python -m benchmarks`` measures it all."""
