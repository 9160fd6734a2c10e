namespace GradCamService.Onnx.Analysis;

/// <summary>
/// Which values must enter, so that networks are fed as networks are: by mean 0 and deviation 1, by values from 0 to 1 or from −1 to 1,
/// or, as in Caffe, by bytes around 0.
/// </summary>
internal static class RangeFit
{
    // Of photos, which have a mean of 0.46 and a deviation of 0.25 on the scale from 0 to 1 (ImageNet: 0.449 and 0.226 within a channel).
    private const double Mean = 0.46;
    private const double Deviation = 0.25;

    // Of two ways to read the arithmetic, the better must be nearer by a fifth of a deviation, or it tells nothing.
    private const double Margin = 0.2;

    // Farther from all usual scales than this, no way to read it is right.
    private const double Farthest = 1.5;

    // Files that take values from −1 to 1 or normalized ones and change them again are rare: only a clear fit speaks for them.
    private const double Rare = 0.5;

    // Arithmetic that changes nothing is not written: a reading by which it would is the wrong one.
    private const double Idle = 1;
    private const double IdleWithin = 0.1;

    private static readonly (InputRange Range, double Mean, double Deviation, double Lower, double Upper, double Penalty)[] Inputs =
    [
        (InputRange.Bytes, Mean * 255, Deviation * 255, 0, 255, 0),
        (InputRange.Unit, Mean, Deviation, 0, 1, 0),
        (InputRange.Centered, 2 * Mean - 1, 2 * Deviation, -1, 1, Rare),
        // ImageNet's darkest and brightest pixels: −0.485 / 0.229 and (1 − 0.406) / 0.225.
        (InputRange.Normalized, 0, Deviation / 0.226, -2.12, 2.64, Rare),
    ];

    private static readonly (double Mean, double Deviation)[] Usual =
        [(0, 1), (0, 2 * Deviation), (0, Deviation), (Mean, Deviation), (0, Deviation * 255), (Mean * 255, Deviation * 255)];

    /// <summary>The range whose ends the bounds are, within a twentieth of it: quantizers are calibrated on few images.</summary>
    public static InputRange Bounded(double? lower, double? upper)
    {
        var found = Array.Find(Inputs, input => IsEnd(lower, input.Lower, input) && IsEnd(upper, input.Upper, input));
        return lower is null && upper is null ? InputRange.Unknown : found.Range;

        static bool IsEnd(double? bound, double end, (InputRange, double, double, double Lower, double Upper, double) input) =>
            bound is { } value && Math.Abs(value - end) <= (input.Upper - input.Lower) / 20;
    }

    /// <summary>The range that the pixels' way to the first layer tells.</summary>
    public static InputRange Of(IReadOnlyList<ChannelValue> channels)
    {
        if (channels.All(channel => channel is { Scale: 1, Offset: 0 }))
            return InputRange.Unknown;
        var fits = Inputs.Select(input => (input.Range,
            Distance: input.Penalty + channels.Average(channel => Distance(channel, input.Mean, input.Deviation)))).OrderBy(fit => fit.Distance).ToList();
        return fits[0].Distance <= Farthest && fits[1].Distance - fits[0].Distance >= Margin ? fits[0].Range : InputRange.Unknown;
    }

    private static double Distance(ChannelValue channel, double mean, double deviation)
    {
        var after = (Mean: channel.Scale * mean + channel.Offset, Deviation: Math.Abs(channel.Scale) * deviation);
        var idle = Math.Abs(Math.Log(after.Deviation / deviation)) + Math.Abs(after.Mean - mean) / deviation;
        return Usual.Min(usual => Math.Abs(Math.Log(after.Deviation / usual.Deviation)) + Math.Abs(after.Mean - usual.Mean) / usual.Deviation / 2)
            + (idle < IdleWithin ? Idle : 0);
    }
}
