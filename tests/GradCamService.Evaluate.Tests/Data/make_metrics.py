"""Prints the figures that the tests of metrics and statistics compare with: NumPy (1.24), plainly and slowly. Run it anywhere."""
import numpy as np


def first(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return ((7 * x + 13 * y) % 17).astype(float)


def second(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return ((5 * x + 3 * y + x * y) % 11).astype(float)


def kernel(sigma, radius):
    line = np.exp(-np.arange(-radius, radius + 1) ** 2 / (2 * sigma * sigma))
    return np.outer(line, line) / line.sum() ** 2


def blur(image, sigma, radius):
    """Not separated; beyond a border the border's pixels continue."""
    padded, weights, side = np.pad(image, radius, mode="edge"), kernel(sigma, radius), 2 * radius + 1
    return np.array([[(padded[y:y + side, x:x + side] * weights).sum() for x in range(image.shape[1])] for y in range(image.shape[0])])


def ssim(one, other):
    """Wang et al. 2004, window by window, deviations from the window's own mean; maps by their maximum."""
    one, other, weights, values = one / one.max(), other / other.max(), kernel(1.5, 5), []
    for y in range(one.shape[0] - 10):
        for x in range(one.shape[1] - 10):
            p, q = one[y:y + 11, x:x + 11], other[y:y + 11, x:x + 11]
            m, n = (weights * p).sum(), (weights * q).sum()
            v, w = (weights * (p - m) ** 2).sum(), (weights * (q - n) ** 2).sum()
            c = (weights * (p - m) * (q - n)).sum()
            values.append((2 * m * n + 1e-4) * (2 * c + 9e-4) / ((m * m + n * n + 1e-4) * (v + w + 9e-4)))
    return np.mean(values)


def ranks(values):
    return np.array([(values < value).sum() + ((values == value).sum() + 1) / 2 for value in values])


def spearman(one, other):
    return np.corrcoef(ranks(one.ravel()), ranks(other.ravel()))[0, 1]


def draws(seed, *counts):
    """1,000 resamples: an index is ⌊n u / 2³²⌋ of the generator's next 32 bits u, one sample after the other."""
    generator = np.random.MT19937()
    generator._legacy_seeding(seed)  # init_genrand
    words = generator.random_raw(1000 * sum(counts)).astype(np.uint64).reshape(1000, -1)
    parts = np.split(words, np.cumsum(counts)[:-1], axis=1)
    return [((part * np.uint64(count)) >> np.uint64(32)).astype(int) for part, count in zip(parts, counts)]


def jensen_shannon(one, other):
    p, q = np.array(one) / np.sum(one), np.array(other) / np.sum(other)
    m = (p + q) / 2
    return np.sqrt((np.sum(p * np.log2(p / m)) + np.sum(q * np.log2(q / m))) / 2)


def grid(image):
    """Every pixel repeated 14 × 14 times, so that a cell is a block of as many pixels as the map has."""
    height, width = image.shape
    repeated = np.kron(image, np.ones((14, 14)))
    return repeated.reshape(14, height, 14, width).sum((1, 3)) / repeated.sum()


one, other = first(20, 16), second(20, 16)
print("ssim", repr(ssim(one, other)))
print("spearman", repr(spearman(one, other)))
blurred = blur(first(20, 24), 5, 15)
print("blur at (0, 0), (7, 12), (19, 23)", repr(blurred[0, 0]), repr(blurred[12, 7]), repr(blurred[23, 19]))
forty, group = np.array([i * 37 % 101 / 100 for i in range(40)]), np.array([i * 53 % 89 / 100 for i in range(25)])
for seed in (0, 7):
    print("interval, seed", seed, np.percentile(forty[draws(seed, 40)[0]].mean(1), [2.5, 97.5]).tolist())
drawn = draws(3, 40, 25)
print("interval of groups, seed 3", np.percentile(forty[drawn[0]].mean(1) - group[drawn[1]].mean(1), [2.5, 97.5]).tolist())
print("jensen-shannon", repr(jensen_shannon([1, 2, 3, 4], [4, 3, 2, 1])))
cells = grid(other)
print("grid at (0, 0), (9, 6), (13, 13)", repr(cells[0, 0]), repr(cells[6, 9]), repr(cells[13, 13]))
