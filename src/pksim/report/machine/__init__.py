"""The same results for machines: plain dictionaries whose keys are documented and stay."""
