"""What CI systems say of jobs and steps."""
