using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Pools over all spatial axes, and power pools.</summary>
internal static class Pooling
{
    private const Trait Global = Trait.Pools | Trait.ChannelsFirst | Trait.SeesAll;

    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("GlobalAveragePool", 1)] = new(call => call[0].mean(SpatialAxes(call), keepdim: true), Global),
        [new("GlobalLpPool", 2)] = new(call => Root(Powers(call).sum(SpatialAxes(call), keepdim: true), Exponent(call)), Global),
        [new("GlobalMaxPool", 1)] = new(call => call[0].amax(SpatialAxes(call), keepdim: true), Global),
        [new("LpPool", 2)] = new(LpPool, Trait.Pools | Trait.ChannelsFirst | Trait.Window),
    };

    private static Outputs LpPool(OperatorCall call)
    {
        var pool = PoolWindow.Of(call);
        var means = AveragePools.Average(call, pool.Pad(call, Powers(call), 0), pool.Whole);
        return Root(means.Times(pool.Whole.Kernel.Aggregate(1L, (a, b) => a * b)), Exponent(call));
    }

    private static double Exponent(OperatorCall call) =>
        call.Attributes.Int("p", 2) is > 0 and var p ? p : throw call.Error("p must be positive");

    private static Tensor Powers(OperatorCall call) => call[0].abs().ToThe(Exponent(call));

    // The root's derivative is infinite at zero; a window of zeros has none.
    private static Tensor Root(Tensor sums, double exponent) => sums.clamp(min: Numbers.Of(float.Epsilon)).ToThe(1 / exponent);

    private static long[] SpatialAxes(OperatorCall call) => call[0].dim() > 2
        ? Axes.All(call[0].dim())[2..]
        : throw call.Error($"an input of {call[0].dim()} axes has no spatial ones");
}
