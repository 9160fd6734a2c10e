namespace GradCamService.Onnx.Analysis;

/// <summary>In which order a layer's axes come.</summary>
public enum SpatialForm
{
    /// <summary><c>[N, K, h, w]</c>.</summary>
    ChannelsFirst,

    /// <summary><c>[N, h, w, K]</c>.</summary>
    ChannelsLast,

    /// <summary><c>[N, skip + h · w, K]</c>: a sequence of tokens in rows on the image.</summary>
    Tokens,
}

/// <summary>How a layer lies on the image.</summary>
/// <param name="Form">The order of its axes.</param>
/// <param name="Height">Rows, ≥ 1.</param>
/// <param name="Width">Columns, ≥ 1.</param>
/// <param name="Skip">Tokens before the first patch, such as a class token; 0 for maps.</param>
public sealed record SpatialLayout(SpatialForm Form, int Height, int Width, int Skip = 0)
{
    // A class token, DeiT's two, and registers with and without a class token.
    private static readonly int[] UsualSkips = [0, 1, 2, 4, 5];

    public int Positions => Height * Width;

    /// <summary>Whether it is a sequence along one side of the image: one row of columns, or one column of rows.</summary>
    internal bool IsLine => Form == SpatialForm.Tokens && (Height == 1 || Width == 1);

    /// <summary>
    /// Tokens <c>[N, T, K]</c> of which nothing but the shape is known: a square of patches behind the usual special tokens.
    /// </summary>
    /// <returns>Null where no square fits.</returns>
    public static SpatialLayout? OfSquare(IReadOnlyList<long> shape)
    {
        if (shape.Count != 3 || shape[1] > 1 << 24)
            return null;
        foreach (var skip in UsualSkips)
        {
            var side = (int)Math.Sqrt(Math.Max(shape[1] - skip, 0));
            if (side > 1 && side * side == shape[1] - skip)
                return new SpatialLayout(SpatialForm.Tokens, side, side, skip);
        }
        return null;
    }
}
