"""Turns batches of MNIST digits into the pictures that people send: shifted, turned, thick or thin, unevenly lit, inverted.

Everything works on whole batches of float tensors. Ink is 1 and paper is 0 until `_photograph` gives them brightness.
"""

import math

import torch
import torch.nn.functional as F

CANVAS = 84  # three times 28: strokes are drawn here and then resized as the pre-processing does


def triangle_resize_matrix(source, target):
    """The (target, source) weights of Pillow's bilinear filter, which widens with the reduction (antialiasing)."""
    scale = source / target
    support = max(scale, 1.0)
    centre = (torch.arange(target) + 0.5) * scale
    distance = (torch.arange(source) + 0.5 - centre[:, None]) / support
    weights = (1 - distance.abs()).clamp(min=0)
    return weights / weights.sum(1, keepdim=True)


_TO_28 = triangle_resize_matrix(CANVAS, 28)


def _uniform(count, low, high, generator):
    return torch.rand(count, generator=generator) * (high - low) + low


def _grid(count, size, generator, turn, stretch, shear, scale, shift, wobble):
    """Sampling positions (N, size, size, 2). `shift` is a fraction of the half width, as a function of the scale."""
    angle = _uniform(count, -turn, turn, generator) * math.pi / 180
    zoom = torch.exp(_uniform(count, math.log(scale[0]), math.log(scale[1]), generator))
    aspect = torch.exp(_uniform(count, -stretch, stretch, generator) / 2)
    slant = _uniform(count, -shear, shear, generator)
    cos, sin = torch.cos(angle), torch.sin(angle)
    reach = shift(zoom)
    theta = torch.stack([
        torch.stack([cos / (zoom * aspect), (sin + slant) / (zoom * aspect), _uniform(count, -1, 1, generator) * reach / zoom], 1),
        torch.stack([-sin * aspect / zoom, cos * aspect / zoom, _uniform(count, -1, 1, generator) * reach / zoom], 1),
    ], 1)
    grid = F.affine_grid(theta, [count, 1, size, size], align_corners=False)
    coarse = torch.randn(count, 2, 5, 5, generator=generator) * (_uniform(count, 0, wobble, generator) / 14)[:, None, None, None]
    return grid + F.interpolate(coarse, size=(size, size), mode="bicubic", align_corners=False).permute(0, 2, 3, 1)


def scanned(digits, generator):
    """Digits (N, 28, 28) in 0..1 as MNIST shows them, moved a little. A third is only shifted by whole pixels."""
    count = len(digits)
    grid = _grid(count, 28, generator, 12, 0.2, 0.15, (0.87, 1.13), lambda zoom: torch.full_like(zoom, 1.6 / 14), 0.4)
    moved = F.grid_sample(digits[:, None], grid, mode="bicubic", align_corners=False)[:, 0].clamp(0, 1)
    still = count // 3
    for axis in (1, 2):
        steps = torch.randint(-1, 2, (still,), generator=generator)
        index = (torch.arange(28)[None] - steps[:, None]) % 28
        index = index[:, :, None].expand(-1, -1, 28) if axis == 1 else index[:, None].expand(-1, 28, -1)
        digits = torch.cat([digits[:still].gather(axis, index), digits[still:]])
    return torch.cat([digits[:still], moved[still:]])


def _strokes(digits, generator):
    """Coverage (N, CANVAS, CANVAS) of freely placed digits with crisp strokes of varied width."""
    count = len(digits)
    grid = _grid(count, CANVAS, generator, 18, 0.35, 0.2, (0.5, 1.3), lambda zoom: (1.0 - 0.78 * zoom).clamp(min=0.05), 0.5)
    ink = F.grid_sample(digits[:, None], grid, mode="bicubic", align_corners=False)
    thick, thicker, thin, _ = torch.randperm(count, generator=generator).chunk(4)
    ink[thick] = F.max_pool2d(ink[thick], 5, 1, 2)
    ink[thicker] = F.max_pool2d(ink[thicker], 9, 1, 4)
    ink[thin] = -F.max_pool2d(-ink[thin], 3, 1, 1)
    ink = ink[:, 0]
    level = _uniform(count, 0.3, 0.6, generator)[:, None, None]
    steepness = torch.exp(_uniform(count, math.log(6), math.log(30), generator))[:, None, None]
    return torch.sigmoid((ink - level) * steepness)


def _light(count, generator):
    """Relative brightness (N, CANVAS, CANVAS) around 1: a slope, soft clouds, a vignette and sometimes the edge of a shadow."""
    axis = torch.linspace(-1, 1, CANVAS)
    y, x = axis[None, :, None], axis[None, None, :]

    def each(low, high):
        return _uniform(count, low, high, generator)[:, None, None]

    direction = each(0, 2 * math.pi)
    light = 1 + each(0, 0.4) * (torch.cos(direction) * x + torch.sin(direction) * y)
    clouds = torch.randn(count, 1, 4, 4, generator=generator)
    light = light + each(0, 0.1) * F.interpolate(clouds, size=(CANVAS, CANVAS), mode="bicubic", align_corners=False)[:, 0]
    light = light * (1 - each(0, 0.3) * ((x - each(-0.3, 0.3)) ** 2 + (y - each(-0.3, 0.3)) ** 2))
    direction = each(0, 2 * math.pi)
    side = torch.sigmoid((torch.cos(direction) * x + torch.sin(direction) * y - each(-0.8, 0.8)) * each(3, 25))
    shaded = (torch.rand(count, generator=generator) < 0.3)[:, None, None]
    return (light * torch.where(shaded, 1 - each(0, 0.35) * side, torch.ones(1))).clamp(min=0.15)


def _photograph(ink, generator):
    """Brightness (N, 28, 28) in 0..1 of dark ink on lit paper with noise. A quarter is evenly lit and clean, as from a drawing program."""
    count = len(ink)
    light = _light(count, generator)
    clean = count // 4
    light[:clean] = 1
    paper = _uniform(count, 0.5, 1.0, generator)[:, None, None]
    paper[:clean // 2] = 1
    darkness = _uniform(count, 0.0, 0.6, generator)[:, None, None]
    darkness[:clean // 2] = 0
    picture = paper * light * (1 - ink * (1 - darkness))
    noise = _uniform(count, 0, 0.09, generator)[:, None, None]
    noise[:clean] = 0
    picture = picture + torch.randn(picture.shape, generator=generator) * noise
    small = _TO_28 @ picture.clamp(0, 1) @ _TO_28.T
    return small + torch.randn(small.shape, generator=generator) * noise / 4


def training_batch(digits, generator):
    """Network input (N, 1, 28, 28) from digits (N, 28, 28) in 0..1: half scanned, half photographed, each half of it inverted."""
    half = len(digits) // 2
    pictures = torch.cat([scanned(digits[:half], generator), _photograph(_strokes(digits[half:], generator), generator)])
    inverted = torch.rand(len(pictures), generator=generator) < 0.5
    pictures = torch.where(inverted[:, None, None], 1 - pictures, pictures)
    pictures = torch.round(pictures.clamp(0, 1) * 255) / 255
    return normalise(pictures)[:, None]


def normalise(pictures):
    """0..1 to -1..1, so that inverting a picture is exactly a change of sign."""
    return (pictures - 0.5) / 0.5
