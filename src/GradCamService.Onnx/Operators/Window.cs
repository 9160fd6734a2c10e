namespace GradCamService.Onnx.Operators;

/// <summary>A sliding window over the spatial axes, as convolutions and pools describe it: everything is one number an axis.</summary>
/// <param name="Kernel">Sizes of the kernel.</param>
/// <param name="Strides">Steps between positions.</param>
/// <param name="Dilations">Distances between the kernel's taps.</param>
/// <param name="Begin">Padding before the first position.</param>
/// <param name="End">Padding after the last position.</param>
internal sealed record Window(long[] Kernel, long[] Strides, long[] Dilations, long[] Begin, long[] End)
{
    // Far above any image's side, and far below what would overflow in the arithmetic of sizes.
    private const long LargestPad = 1 << 24;

    public bool IsSymmetric => Begin.SequenceEqual(End);

    public bool IsPadded => Begin.Concat(End).Any(size => size != 0);

    public bool IsDilated => Dilations.Any(dilation => dilation != 1);

    /// <summary>The padding in libtorch's order: the last axis first, begin before end.</summary>
    public long[] TorchPads => Enumerable.Range(0, Kernel.Length).Reverse().SelectMany(axis => new[] { Begin[axis], End[axis] }).ToArray();

    /// <summary>
    /// Whether a tap of zeros at one end of the kernel makes the padding symmetric, as with SAME: where an axis has one more padded at its end
    /// than at its beginning, zeros before the kernel make every position begin that much earlier, and the other way round. No more than one
    /// tap: a file can ask for millions.
    /// </summary>
    public bool CanWiden => Begin.Concat(End).All(size => size >= 0)
        && Enumerable.Range(0, Kernel.Length).All(axis => End[axis] == Begin[axis] || Math.Abs(End[axis] - Begin[axis]) == Dilations[axis]);

    /// <summary>The zeros, in libtorch's order.</summary>
    public long[] TorchWidening => Enumerable.Range(0, Kernel.Length).Reverse()
        .SelectMany(axis => new[] { End[axis] > Begin[axis] ? 1L : 0, Begin[axis] > End[axis] ? 1 : 0 }).ToArray();

    /// <summary>The padding on either side of the input that the widened kernel needs.</summary>
    public long[] WidenedPads => [.. Begin.Zip(End, Math.Max)];

    /// <summary>The shape of a tensor <c>[N, C, spatial…]</c> after padding.</summary>
    public long[] PaddedShape(long[] shape) =>
        [.. shape[..2], .. shape[2..].Select((size, axis) => Math.Max(size, 0) + Math.Max(Begin[axis], 0) + Math.Max(End[axis], 0))];

    /// <summary>Reads the window of a node from its attributes, for an input with these spatial sizes.</summary>
    public static Window Of(OperatorCall call, long[] kernel, IReadOnlyList<long> spatial)
    {
        var attributes = call.Attributes;
        var rank = kernel.Length;
        if (rank != spatial.Count)
            throw call.Error($"a kernel of {rank} axes does not fit an input of {spatial.Count} spatial axes");
        if (kernel.Any(size => size is <= 0 or > LargestPad))
            throw call.Error($"kernel {ShapeText.Of(kernel)} are not {rank} positive sizes");
        var strides = Sizes(call, "strides", rank);
        var dilations = Sizes(call, "dilations", rank);
        var (begin, end) = attributes.Text("auto_pad", "NOTSET") switch
        {
            "NOTSET" or "" => Explicit(call, rank),
            "VALID" => (new long[rank], new long[rank]),
            "SAME_UPPER" => Same(kernel, strides, dilations, spatial, upper: true),
            "SAME_LOWER" => Same(kernel, strides, dilations, spatial, upper: false),
            var other => throw call.Error($"auto_pad '{other}' is not one of NOTSET, VALID, SAME_UPPER, SAME_LOWER"),
        };
        return new Window(kernel, strides, dilations, begin, end);
    }

    /// <summary>How many positions the window has along an axis of this size.</summary>
    public long Positions(int axis, long size, bool ceil)
    {
        var free = size + Begin[axis] + End[axis] - Dilations[axis] * (Kernel[axis] - 1) - 1;
        var positions = (ceil ? (free + Strides[axis] - 1) / Strides[axis] : free / Strides[axis]) + 1;
        // A last window that would begin in the end padding sees nothing of the input; it does not count.
        return ceil && (positions - 1) * Strides[axis] >= size + Begin[axis] ? positions - 1 : positions;
    }

    private static long[] Sizes(OperatorCall call, string name, int rank)
    {
        var sizes = call.Attributes.Ints(name) ?? [.. Enumerable.Repeat(1L, rank)];
        return sizes.Length == rank && sizes.All(size => size is > 0 and <= LargestPad)
            ? sizes
            : throw call.Error($"{name} {ShapeText.Of(sizes)} are not {rank} positive sizes");
    }

    private static (long[] Begin, long[] End) Explicit(OperatorCall call, int rank)
    {
        var pads = call.Attributes.Ints("pads") ?? new long[2 * rank];
        if (pads.Length != 2 * rank || pads.Any(size => size is < -LargestPad or > LargestPad))
            throw call.Error($"pads {ShapeText.Of(pads)} are not {2 * rank} sizes");
        return (pads[..rank], pads[rank..]);
    }

    private static (long[] Begin, long[] End) Same(long[] kernel, long[] strides, long[] dilations, IReadOnlyList<long> spatial, bool upper)
    {
        var total = kernel.Select((size, axis) =>
        {
            var positions = (spatial[axis] + strides[axis] - 1) / strides[axis];
            return Math.Max((positions - 1) * strides[axis] + dilations[axis] * (size - 1) + 1 - spatial[axis], 0);
        }).ToArray();
        var small = total.Select(size => size / 2).ToArray();
        var large = total.Select(size => size - size / 2).ToArray();
        return upper ? (small, large) : (large, small);
    }
}
