#!/usr/bin/python3
"""Draws the scenes of docs/tasks.md: things that detectors know, in a room, or signs with texts.

usage: draw.py room|signs FILE.png
needs: apt-get install python3-pil fonts-dejavu-core
"""
import math
import sys

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 640, 480
SMOOTH = 3  # drawn so many times as large


class Scene:
    def __init__(self):
        self.image = Image.new("RGB", (WIDTH * SMOOTH, HEIGHT * SMOOTH), (214, 205, 190))
        self.pen = ImageDraw.Draw(self.image)

    def box(self, x0, y0, x1, y1, colour, radius=0):
        self.pen.rounded_rectangle([x0 * SMOOTH, y0 * SMOOTH, x1 * SMOOTH, y1 * SMOOTH], radius * SMOOTH, colour)

    def disc(self, x, y, rx, ry, colour):
        self.pen.ellipse([(x - rx) * SMOOTH, (y - ry) * SMOOTH, (x + rx) * SMOOTH, (y + ry) * SMOOTH], colour)

    def shape(self, points, colour):
        self.pen.polygon([(x * SMOOTH, y * SMOOTH) for x, y in points], colour)

    def line(self, points, colour, width):
        self.pen.line([(x * SMOOTH, y * SMOOTH) for x, y in points], colour, int(width * SMOOTH), joint="curve")


def clock(scene, x, y, radius):
    scene.disc(x + 4, y + 5, radius + 2, radius + 2, (170, 162, 150))
    scene.disc(x, y, radius, radius, (40, 38, 42))
    scene.disc(x, y, radius - 7, radius - 7, (250, 248, 242))
    for hour in range(12):
        angle = hour * math.pi / 6
        inner, outer = radius - (20 if hour % 3 == 0 else 15), radius - 11
        scene.line([(x + inner * math.sin(angle), y - inner * math.cos(angle)),
                    (x + outer * math.sin(angle), y - outer * math.cos(angle))], (40, 38, 42), 3 if hour % 3 == 0 else 1.5)
    for angle, length, width in ((math.radians(305), radius * 0.5, 5), (math.radians(60), radius * 0.7, 3)):
        scene.line([(x, y), (x + length * math.sin(angle), y - length * math.cos(angle))], (40, 38, 42), width)
    scene.disc(x, y, 4, 4, (180, 40, 40))


def plant(scene, x, y):
    scene.disc(x, y + 74, 46, 8, (120, 84, 56))
    for i in range(15):
        angle = math.pi * (i + 0.5) / 15
        length = 92 + 26 * math.sin(i * 2.3)
        tip = (x - length * math.cos(angle) * 0.85, y - length * math.sin(angle))
        side = (math.sin(angle) * 9, math.cos(angle) * 9)
        middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
        green = (46 + 6 * (i % 3), 110 + 14 * (i % 4), 52)
        scene.shape([(x, y), (middle[0] - side[0], middle[1] - side[1]), tip, (middle[0] + side[0], middle[1] + side[1])], green)
        scene.line([(x, y), tip], (34, 84, 42), 1.2)
    scene.shape([(x - 40, y - 4), (x + 40, y - 4), (x + 28, y + 74), (x - 28, y + 74)], (176, 92, 62))
    scene.box(x - 45, y - 16, x + 45, y + 2, (196, 108, 74), 3)


def apple(scene, x, y, radius):
    scene.disc(x, y + radius * 0.95, radius, radius * 0.18, (120, 84, 56))
    scene.disc(x - radius * 0.3, y, radius * 0.75, radius * 0.92, (190, 32, 36))
    scene.disc(x + radius * 0.3, y, radius * 0.75, radius * 0.92, (200, 40, 40))
    scene.disc(x - radius * 0.42, y - radius * 0.35, radius * 0.2, radius * 0.28, (232, 120, 110))
    scene.line([(x, y - radius * 0.75), (x + radius * 0.18, y - radius * 1.25)], (90, 60, 34), 4)


def vase(scene, x, y):
    scene.shape([(x - 15, y - 60), (x + 15, y - 60), (x + 11, y - 38), (x + 34, y), (x + 30, y + 44), (x + 18, y + 62), (x - 18, y + 62),
                 (x - 30, y + 44), (x - 34, y), (x - 11, y - 38)], (62, 96, 150))
    scene.box(x - 18, y - 66, x + 18, y - 58, (82, 118, 176), 3)
    scene.shape([(x - 30, y - 2), (x + 30, y - 2), (x + 32, y + 12), (x - 32, y + 12)], (236, 232, 220))


def television(scene, x0, y0, x1, y1):
    scene.box(x0 + 5, y0 + 6, x1 + 5, y1 + 6, (178, 170, 158), 4)
    scene.box(x0, y0, x1, y1, (22, 22, 26), 4)
    scene.box(x0 + 7, y0 + 7, x1 - 7, y1 - 7, (58, 78, 104))
    scene.shape([(x0 + 7, y1 - 7), (x0 + 70, y0 + 60), (x0 + 120, y1 - 30), (x0 + 160, y0 + 74), (x1 - 7, y1 - 7)], (74, 108, 92))
    scene.disc(x1 - 44, y0 + 34, 13, 13, (236, 214, 140))
    scene.box((x0 + x1) / 2 - 6, y1, (x0 + x1) / 2 + 6, y1 + 24, (30, 30, 34))
    scene.box((x0 + x1) / 2 - 46, y1 + 22, (x0 + x1) / 2 + 46, y1 + 30, (30, 30, 34), 3)


def sign(scene, x, y, width, height, angle, colour, text, size):
    """A board with a text in its middle, turned by an angle in degrees around its middle."""
    board = Image.new("RGBA", (width * SMOOTH, height * SMOOTH))
    pen = ImageDraw.Draw(board)
    pen.rounded_rectangle([0, 0, board.width - 1, board.height - 1], 8 * SMOOTH, colour)
    font = ImageFont.truetype("DejaVuSans-Bold.ttf", size * SMOOTH)
    pen.text((board.width / 2, board.height / 2), text, (250, 248, 242), font, anchor="mm")
    board = board.rotate(angle, Image.BICUBIC, expand=True)
    scene.image.paste(board, (x * SMOOTH - board.width // 2, y * SMOOTH - board.height // 2), board)


def signs():
    scene = Scene()
    scene.box(0, 0, WIDTH, 330, (176, 205, 226))
    scene.box(0, 330, WIDTH, HEIGHT, (128, 160, 104))
    scene.box(306, 60, 322, 440, (104, 88, 76))
    sign(scene, 230, 110, 300, 70, 4, (34, 88, 60), "CENTRAL STATION", 28)
    sign(scene, 420, 210, 250, 64, -8, (150, 54, 44), "MUSEUM 2 km", 30)
    sign(scene, 220, 300, 210, 60, 12, (44, 72, 130), "LIBRARY", 32)
    return finished(scene)


def finished(scene):
    return scene.image.resize((WIDTH, HEIGHT), Image.LANCZOS).filter(ImageFilter.GaussianBlur(0.4))


def room():
    scene = Scene()
    scene.box(0, 330, WIDTH, HEIGHT, (140, 98, 66))
    for x in range(0, WIDTH, 80):
        scene.line([(x, 330), (x - 60, HEIGHT)], (122, 84, 56), 1.5)
    scene.box(0, 322, WIDTH, 332, (98, 68, 46))
    clock(scene, 132, 112, 66)
    television(scene, 250, 70, 520, 236)
    scene.box(200, 262, 640, 290, (120, 78, 46))
    scene.box(214, 290, 232, 440, (104, 66, 38))
    scene.box(604, 290, 622, 440, (104, 66, 38))
    vase(scene, 578, 200)
    apple(scene, 262, 240, 24)
    plant(scene, 110, 372)
    return finished(scene)


if __name__ == "__main__":
    {"room": room, "signs": signs}[sys.argv[1]]().save(sys.argv[2])
