using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>What the orders of a batch say besides their photos, as their network is fed with it.</summary>
internal static class BatchFeeds
{
    /// <param name="batch">Orders that fit together.</param>
    public static Feeds Of(IReadOnlyList<PreparedOrder> batch)
    {
        var model = batch[0].Order.Model;
        return model.Inputs.Count == 0 ? Feeds.None
            : new(model.Inputs.ToDictionary(input => input, input => Feeds.Place(Values(batch, input), model.Network.Device)));
    }

    private static Tensor Values(IReadOnlyList<PreparedOrder> batch, FurtherInput input) => input switch
    {
        NumberInput numbers => numbers.Of([.. batch.Select(prepared => prepared.Order.NumbersOf(numbers))]),
        PictureInput picture => picture.Of([.. batch.Select(prepared => prepared.PictureOf(picture))]),
        _ => throw new InvalidOperationException($"{input.GetType().Name} has no values"),
    };
}
