"""What commands do once they are called, imported no sooner: ``--help`` waits for none of it."""
