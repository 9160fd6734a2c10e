using System.Globalization;

namespace GradCamService.Onnx;

/// <summary>Shapes for messages.</summary>
public static class ShapeText
{
    /// <summary>Sizes, or other whole numbers that are one an axis: <c>[1, 64, 7, 7]</c>.</summary>
    public static string Of(IEnumerable<long> shape) => Of(shape.Select(Text));

    /// <summary>Sizes of a run with one image, its first axis as the batch that it is: <c>[N, 64, 7, 7]</c>.</summary>
    public static string OfBatch(IReadOnlyList<long> shape) => Of(shape.Select((size, axis) => axis == 0 ? "N" : Text(size)));

    /// <summary>Sizes of which some are dynamic: <c>[?, 3, 224, 224]</c>.</summary>
    public static string OfInput(IReadOnlyList<long?>? shape) =>
        shape is null ? "[?]" : Of(shape.Select(size => size is { } known ? Text(known) : "?"));

    private static string Of(IEnumerable<string> sizes) => $"[{string.Join(", ", sizes)}]";

    private static string Text(long size) => size.ToString(CultureInfo.InvariantCulture);
}
