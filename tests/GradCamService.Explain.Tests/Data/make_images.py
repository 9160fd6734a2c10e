"""Makes the small files below Images/, Decoded/ and Resizing/ with Pillow (9.4) and numpy. Run it in this folder.

The picture is the same everywhere: smooth ramps that differ in every direction and channel, so that a turned, mirrored or
channel-swapped decode cannot pass for the right one.
"""
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

IMAGES, DECODED, RESIZING = Path("Images"), Path("Decoded"), Path("Resizing")
WIDTH, HEIGHT = 40, 24


def ramps(width=WIDTH, height=HEIGHT):
    y, x = np.mgrid[0:height, 0:width] / np.array([height - 1, width - 1]).reshape(2, 1, 1)
    return Image.fromarray((np.stack([x, y, 1 - x * y], -1) * 200 + 20).astype(np.uint8))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, color, rows, before=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data


def save_images():
    image = ramps()
    image.save(IMAGES / "rgb.png")
    image.save(IMAGES / "baseline.jpg", quality=95, subsampling=0)
    image.save(IMAGES / "progressive.jpg", quality=95, subsampling=0, progressive=True)
    image.convert("L").save(IMAGES / "gray.jpg", quality=95)
    image.convert("CMYK").save(IMAGES / "cmyk.jpg", quality=95)
    image.save(IMAGES / "lossy.webp", quality=95)
    image.save(IMAGES / "lossless.webp", lossless=True)
    image.save(IMAGES / "rgb.bmp")
    image.quantize(200).save(IMAGES / "palette.png")
    image.quantize(200).save(IMAGES / "palette.bmp")
    image.quantize(200).save(IMAGES / "still.gif")
    image.convert("L").save(IMAGES / "gray.png")
    frames = [image.transpose(turn) for turn in (Image.ROTATE_180, Image.FLIP_LEFT_RIGHT)]
    image.save(IMAGES / "animated.gif", save_all=True, append_images=frames)
    image.save(IMAGES / "animated.webp", save_all=True, append_images=frames, lossless=True)

    upright = np.asarray(image)
    stored = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1), 7: np.rot90(upright, 2).transpose(1, 0, 2), 8: np.rot90(upright, -1),
    }
    for orientation, pixels in stored.items():
        turned = Image.fromarray(np.ascontiguousarray(pixels))
        turned.save(IMAGES / f"orientation-{orientation}.jpg", quality=95, subsampling=0, exif=exif(orientation))
    Image.fromarray(np.ascontiguousarray(stored[6])).save(IMAGES / "orientation-6.png", exif=exif(6))
    Image.fromarray(np.ascontiguousarray(stored[6])).save(IMAGES / "orientation-6.webp", lossless=True, exif=exif(6))

    wide = np.asarray(image).astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in wide)
    (IMAGES / "rgb-16-bit.png").write_bytes(png(WIDTH, HEIGHT, 16, 2, rows))
    rows = b"".join(b"\0" + row.tobytes() for row in np.asarray(image.convert("L")).astype(">u2") * 257)
    (IMAGES / "gray-16-bit.png").write_bytes(png(WIDTH, HEIGHT, 16, 0, rows))
    (IMAGES / "interlaced.png").write_bytes(interlaced(np.asarray(image)))

    # Left to right: opaque, half transparent, fully transparent.
    pixels = np.array([[[200, 100, 50, 255], [200, 100, 50, 128], [200, 100, 50, 0]]], np.uint8)
    Image.fromarray(pixels, "RGBA").save(IMAGES / "alpha.png")
    Image.fromarray(pixels, "RGBA").save(IMAGES / "alpha.webp", lossless=True, exact=True)
    # Transparency that grows from left to right over ramps of colour, stored upright and turned.
    _, x = np.mgrid[0:HEIGHT, 0:WIDTH] * 255 // np.array([HEIGHT - 1, WIDTH - 1]).reshape(2, 1, 1)
    fading = Image.fromarray(np.dstack([np.asarray(image), x]).astype(np.uint8), "RGBA")
    fading.save(IMAGES / "fading.png")
    fading.transpose(Image.ROTATE_90).save(IMAGES / "fading-6.png", exif=exif(6))
    clear = Image.new("P", (2, 1))
    clear.putpalette([255, 0, 0, 0, 0, 255])
    clear.putpixel((1, 0), 1)
    clear.save(IMAGES / "transparent.gif", transparency=1)

    for name, width, height in (("one-pixel", 1, 1), ("one-column", 1, 5000), ("one-row", 5000, 1)):
        Image.new("RGB", (width, height), (10, 200, 90)).save(IMAGES / f"{name}.png")
    (IMAGES / "30000x30000.png").write_bytes(png(30000, 30000, 8, 2, bytes(30001)))
    (IMAGES / "too-few-rows.png").write_bytes(png(40, 24, 8, 2, bytes(121 * 20)))
    for name, format in (("other.tif", "TIFF"), ("other.ico", "ICO")):
        image.save(IMAGES / name, format=format, **({"sizes": [(16, 16)]} if format == "ICO" else {}))


def interlaced(pixels):
    """Adam7, which Pillow reads but does not write."""
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    rows = b""
    for top, left, down, right in passes:
        part = pixels[top::down, left::right]
        rows += b"".join(b"\0" + row.tobytes() for row in part) if part.size else b""
    height, width = pixels.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# 16-bit gray is left out: Pillow clips it instead of scaling it.
DECODES = [
    "baseline.jpg", "progressive.jpg", "gray.jpg", "cmyk.jpg", "rgb.png", "gray.png", "palette.png", "rgb-16-bit.png", "interlaced.png",
    "lossy.webp", "lossless.webp", "animated.webp", "still.gif", "animated.gif", "rgb.bmp", "palette.bmp",
    "orientation-6.png", "orientation-6.webp", *(f"orientation-{n}.jpg" for n in range(1, 9)),
]


def save_decodes():
    """What Pillow makes of them, [height, width, 3]."""
    for name in DECODES:
        image = ImageOps.exif_transpose(Image.open(IMAGES / name)).convert("RGB")
        assert image.size == (WIDTH, HEIGHT), name
        np.save(DECODED / f"{name}.npy", np.asarray(image))


RESIZES = [
    ("bicubic", 17, 11, None), ("bilinear", 17, 11, None), ("bicubic", 97, 61, None), ("bilinear", 97, 61, None),
    ("bicubic", 40, 7, None), ("bilinear", 9, 24, None), ("bicubic", 1, 1, None), ("bilinear", 3, 100, None),
    ("bicubic", 16, 16, (8.25, 3.75, 29.5, 20.125)), ("bilinear", 31, 5, (0.1, 0.3, 39.7, 23.9)),
    ("bicubic", 50, 50, (10.4, 10.6, 11.9, 12.2)), ("bicubic", 40, 24, (0.5, 0, 40, 24)),
]


def save_resizes():
    # Noise: every weight counts, and bicubic overshoots beyond 0 and 255.
    pixels = np.random.default_rng(7).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    pixels[5:12, 8:20] = np.where(pixels[5:12, 8:20] > 127, 255, 0)
    noise = Image.fromarray(pixels)
    noise.save(RESIZING / "noise.png")
    for number, (filter, width, height, box) in enumerate(RESIZES):
        resample = Image.BICUBIC if filter == "bicubic" else Image.BILINEAR
        for mode in ("RGB", "L"):
            result = np.asarray(noise.convert(mode).resize((width, height), resample, box=box))
            np.save(RESIZING / f"{mode}-{number}.npy", result)
    for mode in ("RGBA", "LA"):
        result = np.asarray(Image.open(IMAGES / "fading.png").convert(mode).resize((17, 11), Image.BICUBIC))
        np.save(RESIZING / f"fading-{mode}.npy", result)


if __name__ == "__main__":
    for folder in (IMAGES, DECODED, RESIZING):
        folder.mkdir(exist_ok=True)
    save_images()
    save_decodes()
    save_resizes()
