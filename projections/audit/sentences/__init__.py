"""What each fact says, in the shop's words: one module for each context, one function over its closed union."""
