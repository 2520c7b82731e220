"""What changes machines: tools that run tasks on hosts."""
