namespace GradCamService.Onnx.Loading;

/// <summary>The activations that a fused operator ends in, and the names of their numbers in the order in which a list gives them.</summary>
internal static class FusedActivations
{
    private static readonly Dictionary<string, string[]> Numbers = new()
    {
        ["Elu"] = ["alpha"],
        ["HardSigmoid"] = ["alpha", "beta"],
        ["LeakyRelu"] = ["alpha"],
        ["Relu"] = [],
        ["Selu"] = ["alpha", "gamma"],
        ["Sigmoid"] = [],
        ["Softplus"] = [],
        ["Softsign"] = [],
        ["Tanh"] = [],
        ["ThresholdedRelu"] = ["alpha"],
    };

    /// <summary>Writes the activation that the attribute <c>activation</c> names, the identity where there is none.</summary>
    /// <param name="nodes">The parts so far.</param>
    /// <param name="input">What it acts on.</param>
    /// <param name="parameters">Its numbers in order; null for the operator's own.</param>
    /// <returns>False where there is no such activation.</returns>
    public static bool Write(PlainNodes nodes, string input, float[]? parameters)
    {
        string[] output = [nodes.Output(0)];
        var name = nodes.Text("activation") ?? "";
        if (name.Length == 0)
            nodes.End();
        else if (name == "Clip" && parameters is [var min, var max])
            nodes.Clip(input, output, min, max);
        else if (Numbers.TryGetValue(name, out var numbers))
            nodes.Add(name, [input], output, [.. numbers.Zip(parameters ?? [], PlainNodes.Of)]);
        else
            return false;
        return true;
    }

    /// <summary>The same where the numbers are attributes of their own, such as <c>activation_alpha</c>.</summary>
    public static bool WriteOwn(PlainNodes nodes, string input)
    {
        var name = nodes.Text("activation") ?? "";
        if (name.Length == 0)
            nodes.End();
        else if (Numbers.TryGetValue(name, out var numbers))
            nodes.Add(name, [input], [nodes.Output(0)], [.. numbers.SelectMany(number => nodes.Same($"activation_{number}"),
                (number, attribute) => PlainNodes.Of(number, attribute.F))]);
        else
            return false;
        return true;
    }
}
