using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Pools over regions of interest, as two-stage detectors use them. The gradient reaches the map, not the regions.</summary>
internal static class RegionPools
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("MaxRoiPool", 1)] = new(MaxRoiPool),
        [new("RoiAlign", 10)] = new(RoiAlign),
        [new("RoiAlign", 16)] = new(RoiAlign),
    };

    // More regions than any detector proposes.
    private const long MostRegions = 1 << 16;

    [Note("no gradient to the regions")]
    private static Outputs RoiAlign(OperatorCall call)
    {
        var attributes = call.Attributes;
        var (input, batch) = (call[0], call.Longs(2));
        var regions = Regions(call, 4);
        var (height, width) = (attributes.Int("output_height", 1), attributes.Int("output_width", 1));
        SizeLimits.Check(call, [regions.Length, input.shape[1], height, width]);
        if (height <= 0 || width <= 0 || batch.Length != regions.Length)
            throw call.Error($"{regions.Length} regions need as many batch indices, and a positive output size");
        var standard = call.Node.Key.SinceVersion >= 16 ? "half_pixel" : "output_half_pixel";
        var halfPixel = attributes.Text("coordinate_transformation_mode", standard) == "half_pixel";
        var pooling = new RegionSampling(attributes.Float("spatial_scale", 1), attributes.Int("sampling_ratio", 0), halfPixel);
        Func<Tensor, RegionAxis, RegionAxis, Tensor> reduce = attributes.Text("mode", "avg") switch
        {
            "avg" => RegionSampling.Average,
            "max" => RegionSampling.Largest,
            var other => throw call.Error($"mode '{other}' is not one of avg, max"),
        };
        var pooled = regions.Select((region, index) =>
        {
            var image = Image(call, batch[index]);
            var y = pooling.Along(call, region[1], region[3], height, input.shape[2]);
            var x = pooling.Along(call, region[0], region[2], width, input.shape[3]);
            return reduce(image, y, x);
        }).ToList();
        return pooled.Count > 0 ? stack(pooled) : zeros([0, input.shape[1], height, width], input.dtype, input.device);
    }

    [Note("no gradient to the regions")]
    private static Outputs MaxRoiPool(OperatorCall call)
    {
        var input = call[0];
        var regions = Regions(call, 5);
        var shape = call.Attributes.RequiredInts("pooled_shape");
        var scale = call.Attributes.Float("spatial_scale", 1);
        if (shape.Length != 2 || shape.Any(size => size <= 0))
            throw call.Error($"pooled_shape {ShapeText.Of(shape)} are not two positive sizes");
        SizeLimits.Check(call, [regions.Length, input.shape[1], .. shape]);
        var pooled = regions.Select(region =>
        {
            var image = Image(call, (long)region[0]);
            var rows = Bins(region[2] * scale, region[4] * scale, shape[0], input.shape[2]);
            var columns = Bins(region[1] * scale, region[3] * scale, shape[1], input.shape[3]);
            return stack(rows.Select(row => stack(columns.Select(column => Largest(image, row, column)), 1)), 1);
        }).ToList();
        return pooled.Count > 0 ? stack(pooled) : zeros([0, input.shape[1], .. shape], input.dtype, input.device);
    }

    private static Tensor Largest(Tensor image, (long Start, long End) row, (long Start, long End) column) =>
        row.End <= row.Start || column.End <= column.Start
            ? zeros(image.shape[0], image.dtype, image.device)
            : image.narrow(1, row.Start, row.End - row.Start).narrow(2, column.Start, column.End - column.Start).amax([1, 2]);

    /// <summary>The whole pixels of each bin along an axis; a region covers the pixel that it ends in.</summary>
    private static List<(long Start, long End)> Bins(double from, double to, long count, long size)
    {
        var (start, end) = (Math.Round(from, MidpointRounding.AwayFromZero), Math.Round(to, MidpointRounding.AwayFromZero));
        var step = (float)Math.Max(end - start + 1, 1) / count;
        long Place(double place) => (long)Math.Clamp(place + start, 0, size);
        return [.. Enumerable.Range(0, (int)count).Select(bin => (Place(Math.Floor(bin * step)), Place(Math.Ceiling((bin + 1) * step))))];
    }

    private static Tensor Image(OperatorCall call, long index) => index >= 0 && index < call[0].shape[0]
        ? call[0].select(0, index)
        : throw call.Error($"a region names image {index} of {call[0].shape[0]}");

    private static double[][] Regions(OperatorCall call, int columns)
    {
        var regions = call[1];
        if (call[0].dim() != 4 || regions.dim() != 2 || regions.shape[1] != columns || regions.shape[0] > MostRegions)
            throw call.Error(
                $"regions of shape {ShapeText.Of(regions.shape)} on an input of {call[0].dim()} axes; expected [R, {columns}] on 4");
        return [.. TensorValues.Doubles(regions).Chunk(columns)];
    }
}
