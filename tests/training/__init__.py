"""Training's pure parts; what needs PyTorch is run by `make train`."""
