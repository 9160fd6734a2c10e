using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Normalizations, as at inference.</summary>
internal static class Normalizations
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("BatchNormalization", 7)] = BatchNormalization,
        [new("BatchNormalization", 14)] = BatchNormalization,
    };

    private static Outputs BatchNormalization(OperatorCall call)
    {
        if (call.Attributes.Int("training_mode", 0) != 0)
            throw call.Error("batch normalization in training mode is not supported: it mixes the images of a batch");
        if (call.Attributes.Int("spatial", 1) == 0)
            throw call.Error("batch normalization with spatial = 0 is not supported");
        return batch_norm(call[0], call[3], call[4], call[1], call[2], eps: call.Attributes.Float("epsilon", 1e-5f));
    }
}
