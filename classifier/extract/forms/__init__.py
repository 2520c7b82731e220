"""Tools that say a failure in a line or a simple block: tables of line forms, one module per family; `reader` reads with them."""
