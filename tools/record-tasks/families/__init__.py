"""The photos that the families are recorded over, by their paths in the test data."""
OBJECTS = [
    "images/photos/3dogs.jpg", "images/photos/horses.jpg", "images/photos/elephants.jpg", "images/photos/zebra.jpeg",
    "images/photos/grace_hopper.jpg", "images/photos/car_triton.jpg", "wild/deimv2-atto/sample.jpg", "wild/fastestdet/3.jpg",
]
FACES = [
    "images/photos/grace_hopper.jpg", "images/photos/ort_kimono.jpg", "images/photos/kitten_224.png", "wild/deimv2-atto/sample.jpg",
    "wild/fastestdet/3.jpg",
]
