using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Losses over classes in axis 1, which some exporters leave in the graph.</summary>
internal static class Losses
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("NegativeLogLikelihoodLoss", 12)] = new(call => NegativeLogLikelihood(call, call[0])),
        [new("SoftmaxCrossEntropyLoss", 12)] = new(SoftmaxCrossEntropy),
    };

    private static Outputs SoftmaxCrossEntropy(OperatorCall call)
    {
        var logs = call[0].log_softmax(1);
        return new[] { NegativeLogLikelihood(call, logs), logs };
    }

    /// <param name="call">Inputs 1 and 2 are the true classes <c>[N, d…]</c> and, if any, one weight a class.</param>
    /// <param name="logs">Logarithms of probabilities, <c>[N, C, d…]</c>.</param>
    private static Tensor NegativeLogLikelihood(OperatorCall call, Tensor logs)
    {
        var classes = call[1].cpu().to(ScalarType.Int64);
        var counts = call.Attributes.Int("ignore_index") is { } ignored ? classes.ne(Numbers.Of(ignored)) : ones_like(classes, ScalarType.Bool);
        var safe = Indexing.Normalize(call, classes.masked_fill(counts.logical_not(), Numbers.Of(0)), logs.shape[1]).to(logs.device);
        var weights = counts.to(logs.dtype).to(logs.device);
        if (call.Optional(2) is { } perClass)
            weights = weights * perClass.index_select(0, safe.flatten()).reshape(safe.shape);
        var losses = -logs.gather(1, safe.unsqueeze(1)).squeeze(1) * weights;
        return call.Attributes.Text("reduction", "mean") switch
        {
            "none" => losses,
            "sum" => losses.sum(),
            "mean" => losses.sum() / weights.sum(),
            var other => throw call.Error($"reduction '{other}' is not one of none, sum, mean"),
        };
    }
}
