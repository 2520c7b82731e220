"""What is left when no dialect knows a log: score its lines, and propose the most likely cause."""
