"""What is lost without a node: frozen, or with contacts handed over."""
