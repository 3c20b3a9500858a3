"""Layer 3: what a verb is made of: kinds, options, input, output, errors, and the pages made from them."""
