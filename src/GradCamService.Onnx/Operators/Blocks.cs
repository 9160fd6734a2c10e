using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Blocks of neighbouring positions moved into channels, and back.</summary>
internal static class Blocks
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Col2Im", 18)] = new(Col2Im),
        [new("DepthToSpace", 1)] = new(DepthToSpace, Trait.ChannelsFirst | Trait.UnfoldsBlocks),
        [new("SpaceToDepth", 1)] = new(SpaceToDepth, Trait.ChannelsFirst | Trait.FoldsBlocks),
    };

    private static Outputs DepthToSpace(OperatorCall call)
    {
        var (n, c, h, w, block) = Image(call);
        if (c % (block * block) != 0)
            throw call.Error($"{c} channels do not fill blocks of {block} × {block}");
        var blocks = call.Attributes.Text("mode", "DCR") switch
        {
            "DCR" => call[0].reshape(n, block, block, c / (block * block), h, w).permute(0, 3, 4, 1, 5, 2),
            "CRD" => call[0].reshape(n, c / (block * block), block, block, h, w).permute(0, 1, 4, 2, 5, 3),
            var other => throw call.Error($"mode '{other}' is neither DCR nor CRD"),
        };
        return blocks.reshape(n, c / (block * block), h * block, w * block);
    }

    private static Outputs SpaceToDepth(OperatorCall call)
    {
        var (n, c, h, w, block) = Image(call);
        if (h % block != 0 || w % block != 0)
            throw call.Error($"{h} × {w} positions do not divide into blocks of {block} × {block}");
        var blocks = call[0].reshape(n, c, h / block, block, w / block, block).permute(0, 3, 5, 1, 2, 4);
        return blocks.reshape(n, c * block * block, h / block, w / block);
    }

    private static (long N, long C, long H, long W, long Block) Image(OperatorCall call)
    {
        var block = call.Attributes.RequiredInt("blocksize");
        if (call[0].shape is not [var n, var c, var h, var w] || block is < 1 or > short.MaxValue)
            throw call.Error($"blocks of {block} in an input of {call[0].dim()} axes, expected 4");
        return (n, c, h, w, block);
    }

    /// <summary>Sums columns of blocks, <c>[N, C·∏block, L]</c>, into the image that they were taken from.</summary>
    private static Outputs Col2Im(OperatorCall call)
    {
        var (input, image, block) = (call[0], call.Longs(1), call.Longs(2));
        if (input.dim() != 3 || image.Length == 0 || image.Length != block.Length
            || image.Concat(block).Any(size => size is < 1 or > int.MaxValue))
            throw call.Error($"an image of {ShapeText.Of(image)} in blocks of {ShapeText.Of(block)}");
        var window = Window.Of(call, block, image);
        long[] padded = [.. image.Select((size, axis) => size + window.Begin[axis] + window.End[axis])];
        SizeLimits.Check(call, [.. input.shape[..2], .. padded]);
        var taps = block.Aggregate(1.0, (product, size) => product * size);
        var positions = image.Select((size, axis) => window.Positions(axis, size, ceil: false)).ToArray();
        if (input.shape[1] % taps != 0 || positions.Any(count => count < 1) || positions.Aggregate(1.0, (a, b) => a * b) != input.shape[2])
            throw call.Error($"{ShapeText.Of(input.shape)} do not hold {taps} taps at {ShapeText.Of(positions)} positions");
        var places = Places(window, positions, padded);
        var columns = input.reshape(input.shape[0], -1, places.numel());
        var flat = zeros([input.shape[0], columns.shape[1], padded.Aggregate(1L, (a, b) => a * b)], input.dtype, input.device);
        var index = places.to(input.device).expand(columns.shape);
        var sums = flat.scatter_add(2, index, columns).reshape([input.shape[0], columns.shape[1], .. padded]);
        for (var axis = 0; axis < image.Length; axis++)
            sums = sums.narrow(axis + 2, window.Begin[axis], image[axis]);
        return sums;
    }

    /// <summary>Where in the padded image each element of each block at each position goes: all taps × all positions, flat.</summary>
    private static Tensor Places(Window window, long[] positions, long[] padded)
    {
        var places = zeros(1, 1, ScalarType.Int64);
        for (var axis = 0; axis < positions.Length; axis++)
        {
            var taps = Numbers.Below(window.Kernel[axis], ScalarType.Int64).Times(window.Dilations[axis]);
            var steps = Numbers.Below(positions[axis], ScalarType.Int64).Times(window.Strides[axis]);
            var (t, p) = (places.shape[0], places.shape[1]);
            places = places.reshape(t, 1, p, 1).Times(padded[axis]).Plus(taps.reshape(1, -1, 1, 1)).Plus(steps.reshape(1, 1, 1, -1));
            places = places.reshape(t * taps.numel(), -1);
        }
        return places.flatten();
    }
}
