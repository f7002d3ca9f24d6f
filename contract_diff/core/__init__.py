"""What every stage uses: answers, severities, JSON values, patterns, files, and the frame of a command line."""
