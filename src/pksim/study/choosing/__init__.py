"""The best of many: elimination, portfolios under a budget, confirmation on fresh replications."""
