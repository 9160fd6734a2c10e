namespace GradCamService.Evaluate.Datasets;

/// <summary>A run of a dataset's photos, as a separate piece of work.</summary>
/// <param name="Start">Place of its first photo, a multiple of the piece.</param>
/// <param name="Count">Photos; 0 where there are more parts than pieces.</param>
public readonly record struct DatasetPart(int Start, int Count)
{
    /// <summary>
    /// Parts that follow each other and hold every photo once. A piece, such as a batch, is never parted; parts differ by one piece at most, the
    /// first having more, and the last piece is shorter where the photos do not fill it.
    /// </summary>
    /// <param name="images">Photos, ≥ 0.</param>
    /// <param name="parts">How many, ≥ 1; so many are given.</param>
    /// <param name="piece">Photos that stay together, ≥ 1.</param>
    public static IReadOnlyList<DatasetPart> Split(int images, int parts, int piece)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(piece);
        var pieces = (images + (long)piece - 1) / piece;
        return [.. Enumerable.Range(0, parts).Select(part => Between(End(part), End(part + 1)))];

        // Photos before the end of so many parts.
        int End(int before) => (int)Math.Min(images, ((before * (pieces / parts)) + Math.Min(before, pieces % parts)) * piece);
    }

    /// <summary>Its photos of a dataset.</summary>
    public IReadOnlyList<DatasetImage> Of(Dataset dataset) => [.. dataset.Images.Skip(Start).Take(Count)];

    private static DatasetPart Between(int start, int end) => new(start, end - start);
}
