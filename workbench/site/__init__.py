"""The site: Voila with our template, addresses, headers and kernels."""
