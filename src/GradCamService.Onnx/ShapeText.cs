using System.Globalization;

namespace GradCamService.Onnx;

/// <summary>Shapes for messages.</summary>
public static class ShapeText
{
    /// <summary>Sizes of a run with one image, its first axis as the batch that it is: <c>[N, 64, 7, 7]</c>.</summary>
    public static string OfBatch(IReadOnlyList<long> shape) =>
        $"[{string.Join(", ", shape.Select((size, axis) => axis == 0 ? "N" : size.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Sizes of which some are dynamic: <c>[?, 3, 224, 224]</c>.</summary>
    public static string OfInput(IReadOnlyList<long?>? shape) =>
        shape is null ? "[?]" : $"[{string.Join(", ", shape.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "?"))}]";
}
