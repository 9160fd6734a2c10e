namespace GradCamService.Evaluate.Statistics;

/// <summary>Between which numbers a quantity lies, with 95 % confidence.</summary>
public sealed record Interval(double Low, double High);

/// <summary>A mean over images.</summary>
/// <param name="Mean">Null where no image has the quantity.</param>
/// <param name="Interval">Null where fewer than two have it: one image tells no spread.</param>
/// <param name="Count">Images that have the quantity, over which the mean is.</param>
/// <param name="Missing">Images that lack it, and are in neither the mean nor the count.</param>
public sealed record Estimate(double? Mean, Interval? Interval, int Count, int Missing);

/// <summary>The difference of two means.</summary>
/// <param name="One">Over the images that are compared.</param>
/// <param name="Other">Likewise.</param>
/// <param name="Difference">One − other; null where either has no image.</param>
/// <param name="Interval">Of the difference, null where it has none: less than two pairs, or two images on either side.</param>
public sealed record Comparison(Estimate One, Estimate Other, double? Difference, Interval? Interval);
