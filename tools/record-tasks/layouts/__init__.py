"""Small networks with the exact inputs, outputs and metadata of families without a real model here, and how their authors decode them."""
