"""Pictures of the demo shop, drawn when they are asked for."""
