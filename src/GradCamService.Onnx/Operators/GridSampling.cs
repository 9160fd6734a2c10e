using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Samples images at the places of a grid, and makes such grids.</summary>
internal static class GridSampling
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("AffineGrid", 20)] = new(AffineGrid),
        [new("GridSample", 16)] = new(call => GridSample(call, "bilinear"), Trait.ChannelsFirst | Trait.SeesAll),
        [new("GridSample", 20)] = new(call => GridSample(call, "linear"), Trait.ChannelsFirst | Trait.SeesAll),
    };

    private static Outputs AffineGrid(OperatorCall call)
    {
        var size = call.Longs(1);
        if (size.Length is not (4 or 5))
            throw call.Error($"a size of {size.Length} axes is not one of 4, 5");
        SizeLimits.Check(call, [size[0], .. size[2..], size.Length]);
        return nn.functional.affine_grid(call[0], size, call.Attributes.Int("align_corners", 0) != 0);
    }

    private static Outputs GridSample(OperatorCall call, string absentMode)
    {
        var (image, grid) = (call[0], call[1]);
        var rank = image.dim() - 2;
        if (rank is not (2 or 3) || grid.dim() != rank + 2 || grid.shape[^1] != rank)
            throw call.Error($"a grid of shape {ShapeText.Of(grid.shape)} does not fit an image of {image.dim()} axes");
        SizeLimits.Check(call, [.. image.shape[..2], .. grid.shape[1..^1]]);
        var corners = call.Attributes.Int("align_corners", 0) != 0;
        var padding = call.Attributes.Text("padding_mode", "zeros") switch
        {
            "zeros" => GridSamplePaddingMode.Zeros,
            "border" => GridSamplePaddingMode.Border,
            "reflection" => GridSamplePaddingMode.Reflection,
            var other => throw call.Error($"padding_mode '{other}' is not one of zeros, border, reflection"),
        };
        return call.Attributes.Text("mode", absentMode) switch
        {
            "bilinear" or "linear" => nn.functional.grid_sample(image, grid, GridSampleMode.Bilinear, padding, corners),
            "nearest" => nn.functional.grid_sample(image, grid, GridSampleMode.Nearest, padding, corners),
            "bicubic" or "cubic" => CubicSampling.Apply(image, grid, padding, corners),
            var other => throw call.Error($"mode '{other}' is not one of linear, nearest, cubic"),
        };
    }
}
