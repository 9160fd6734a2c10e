using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Branches and loops. What their graphs compute differentiates like everything else.</summary>
internal static class ControlFlow
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("If", 1)] = new(If, Trait.LosesAxes | Trait.SeesAll),
        [new("Loop", 1)] = new(Loop, Trait.LosesAxes | Trait.SeesAll),
    };

    [Note("branches that give tensors")]
    private static Outputs If(OperatorCall call)
    {
        var branch = IsTrue(call, call[0]) ? "then_branch" : "else_branch";
        call.CheckSubgraph(branch, 0, call.Node.Outputs.Count);
        return call.RunSubgraph(branch);
    }

    [Note("tensors as state; at most 100,000 iterations a run")]
    private static Outputs Loop(OperatorCall call)
    {
        var count = call.Optional(0) is null ? (long?)null : (long)Math.Clamp(call.Number(0), long.MinValue, int.MaxValue);
        var goes = call.Optional(1) is null || IsTrue(call, call[1]);
        var states = Enumerable.Range(2, Math.Max(call.Count - 2, 0)).Select(index => call[index]).ToArray();
        call.CheckSubgraph("body", states.Length + 2, call.Node.Outputs.Count + 1);
        if (call.Node.Outputs.Count < states.Length)
            throw call.Error($"{call.Node.Outputs.Count} outputs for {states.Length} states");
        var made = new List<Tensor>[call.Node.Outputs.Count - states.Length];
        for (var i = 0; i < made.Length; i++)
            made[i] = [];
        var body = call.Node.Subgraphs["body"];
        for (var i = 0L; goes && (count is null || i < count); i++)
        {
            var outputs = call.RunSubgraph("body", [As(body.Inputs[0], tensor(i)), As(body.Inputs[1], tensor(goes)), .. states]);
            goes = IsTrue(call, outputs[0]);
            // What only the last iteration needed goes at once; a long loop would hold the memory of all.
            if (i > 0)
                foreach (var state in states)
                    state.Dispose();
            states = outputs[1..(states.Length + 1)];
            for (var output = 0; output < made.Length; output++)
                made[output].Add(outputs[1 + states.Length + output]);
        }
        return states.Concat(made.Select((tensors, output) => Stacked(call, tensors, 1 + states.Length + output, 0))).ToArray();
    }

    /// <summary>Old files declare the iteration's number and the condition with the shape [1], and squeeze them.</summary>
    private static Tensor As(GraphInput declared, Tensor number) => declared.Shape is [_] ? number.reshape(1) : number;

    /// <summary>What the iterations made, along a new axis; nothing, of the shape that the body declares, where there were none.</summary>
    public static Tensor Stacked(OperatorCall call, IReadOnlyList<Tensor> tensors, int output, long axis)
    {
        if (tensors.Count > 0)
            return stack(tensors, axis);
        var declared = GraphInput.Of(call.Attributes.Graph("body").Output[output]);
        var shape = (declared.Shape ?? []).Select(size => size ?? 0).ToList();
        shape.Insert((int)Axes.Normalize(call, axis, shape.Count + 1), 0);
        return zeros([.. shape], declared.Type ?? ScalarType.Float32, call.Device);
    }

    private static bool IsTrue(OperatorCall call, Tensor condition) => condition.numel() == 1
        ? condition.to(ScalarType.Bool).cpu().item<bool>()
        : throw call.Error($"a condition of {condition.numel()} elements");
}
