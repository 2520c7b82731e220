"""Tables of line forms, one module per family of tools; `diagnostics` reads logs with them."""
