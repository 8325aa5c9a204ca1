"""One replication told line by line, or the story of one casualty, case, column or device."""
