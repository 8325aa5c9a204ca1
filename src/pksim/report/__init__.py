"""What people read: the console, the HTML file, and the same for machines."""
