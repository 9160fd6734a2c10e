using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>The activations that recurrent layers name, with the alphas and betas that those of them take which have one.</summary>
internal static class GateActivations
{
    /// <summary>Resolves the names of one layer. Alphas and betas are given in order, to those activations alone that use them.</summary>
    /// <param name="call">The node.</param>
    /// <param name="standard">The names for one direction, where the node gives none.</param>
    /// <param name="directions">1 or 2.</param>
    public static Func<Tensor, Tensor>[] Of(OperatorCall call, string[] standard, int directions)
    {
        var names = call.Attributes.Texts("activations") ?? [.. Enumerable.Repeat(standard, directions).SelectMany(name => name)];
        if (names.Length != standard.Length * directions)
            throw call.Error($"{names.Length} activations, expected {standard.Length * directions}");
        var alphas = new Queue<float>(call.Attributes.Floats("activation_alpha") ?? []);
        var betas = new Queue<float>(call.Attributes.Floats("activation_beta") ?? []);
        return [.. names.Select(name => Named(call, name, alphas, betas))];
    }

    private static Func<Tensor, Tensor> Named(OperatorCall call, string name, Queue<float> alphas, Queue<float> betas)
    {
        float Alpha(float absent) => alphas.TryDequeue(out var alpha) ? alpha : absent;
        float Beta(float absent) => betas.TryDequeue(out var beta) ? beta : absent;
        switch (name.ToUpperInvariant())
        {
            case "RELU": return x => x.relu();
            case "SIGMOID": return x => x.sigmoid();
            case "SOFTPLUS": return Activations.Softplus;
            case "SOFTSIGN": return Activations.Softsign;
            case "TANH": return x => x.tanh();
        }
        var alpha = name.ToUpperInvariant() switch { "LEAKYRELU" => Alpha(0.01f), "HARDSIGMOID" => Alpha(0.2f), _ => Alpha(1) };
        switch (name.ToUpperInvariant())
        {
            case "ELU": return x => Activations.Elu(x, alpha);
            case "LEAKYRELU": return x => x.leaky_relu(Numbers.Of(alpha));
            case "THRESHOLDEDRELU": return x => x.threshold(Numbers.Of(alpha), Numbers.Of(0));
        }
        var beta = name.ToUpperInvariant() switch { "HARDSIGMOID" => Beta(0.5f), "SCALEDTANH" => Beta(1), _ => Beta(0) };
        return name.ToUpperInvariant() switch
        {
            "AFFINE" => x => x.Times(alpha).Plus(beta),
            "HARDSIGMOID" => x => x.Times(alpha).Plus(beta).clamp(Numbers.Of(0), Numbers.Of(1)),
            "SCALEDTANH" => x => x.Times(beta).tanh().Times(alpha),
            _ => throw call.Error($"the activation '{name}' is not known"),
        };
    }
}
