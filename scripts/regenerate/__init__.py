"""From contract to client: corrections laid over it, the generator called with our templates, its output tried."""
