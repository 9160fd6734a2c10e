using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Scan: a graph applied to slice after slice.</summary>
internal static class Scans
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Scan", 8)] = new(BatchScan, Trait.LosesAxes | Trait.SeesAll),
        [new("Scan", 9)] = new(Scan, Trait.LosesAxes | Trait.SeesAll),
    };

    private static Outputs Scan(OperatorCall call)
    {
        var count = Count(call, call.Count);
        var states = call.Count - count;
        var axes = Attribute(call, "scan_input_axes", count);
        var slices = Enumerable.Range(0, count).Select(index =>
            call[states + index].unbind(Axes.Normalize(call, axes[index], call[states + index].dim()))).ToArray();
        var outputs = call.Node.Outputs.Count - states;
        var outputAxes = Attribute(call, "scan_output_axes", outputs);
        var (final, made) = Run(call, [.. Enumerable.Range(0, states).Select(index => call[index])], slices, "scan_input_directions");
        var stacked = made.Select((tensors, index) => ControlFlow.Stacked(call, tensors, states + index, outputAxes[index]));
        return final.Concat(stacked).ToArray();
    }

    // Version 8: a batch of sequences of their own lengths; what they make is filled up with zeros.
    private static Outputs BatchScan(OperatorCall call)
    {
        var count = Count(call, call.Count - 1);
        var states = call.Count - 1 - count;
        var (batch, steps) = (call[call.Count - 1].shape[0], call[call.Count - 1].shape[1]);
        var lengths = call.OptionalLongs(0) ?? [.. Enumerable.Repeat(steps, checked((int)batch))];
        if (batch == 0 || lengths.Length != batch || lengths.Any(length => length < 0 || length > steps))
            throw call.Error($"sequence lengths {ShapeText.Of(lengths)} do not fit {batch} sequences of {steps} steps");
        var items = Enumerable.Range(0, (int)batch).Select(item =>
        {
            var slices = Enumerable.Range(1 + states, count).Select(index => call[index][item].narrow(0, 0, lengths[item]).unbind()).ToArray();
            var (final, made) = Run(call, [.. Enumerable.Range(0, states).Select(index => call[1 + index][item])], slices, "directions");
            var stacked = made.Select((tensors, index) => ControlFlow.Stacked(call, tensors, states + index, 0));
            return final.Concat(stacked.Select(sequence => Filled(sequence, steps))).ToArray();
        }).ToList();
        return Enumerable.Range(0, call.Node.Outputs.Count).Select(output => stack(items.Select(item => item[output]))).ToArray();
    }

    private static (Tensor[] States, List<Tensor>[] Made) Run(OperatorCall call, Tensor[] states, Tensor[][] slices, string directions)
    {
        var outputs = call.Node.Outputs.Count - states.Length;
        call.CheckSubgraph("body", states.Length + slices.Length, call.Node.Outputs.Count);
        var steps = slices[0].Length;
        if (outputs < 0 || slices.Any(sequence => sequence.Length != steps))
            throw call.Error("the scanned inputs have different lengths, or there are fewer outputs than states");
        var backward = Attribute(call, directions, slices.Length);
        var backwardOutputs = Attribute(call, "scan_output_directions", outputs);
        var made = Enumerable.Range(0, outputs).Select(_ => new List<Tensor>()).ToArray();
        for (var step = 0; step < steps; step++)
        {
            var now = slices.Select((sequence, index) => sequence[backward[index] != 0 ? steps - 1 - step : step]);
            var results = call.RunSubgraph("body", [.. states, .. now]);
            states = results[..states.Length];
            for (var output = 0; output < outputs; output++)
                made[output].Add(results[states.Length + output]);
        }
        for (var output = 0; output < outputs; output++)
            if (backwardOutputs[output] != 0)
                made[output].Reverse();
        return (states, made);
    }

    private static Tensor Filled(Tensor sequence, long steps)
    {
        if (sequence.shape[0] == steps)
            return sequence;
        return cat([sequence, zeros([steps - sequence.shape[0], .. sequence.shape[1..]], sequence.dtype, sequence.device)]);
    }

    private static int Count(OperatorCall call, int most)
    {
        var count = call.Attributes.RequiredInt("num_scan_inputs");
        return count > 0 && count <= most ? (int)count : throw call.Error($"num_scan_inputs {count} of {most} inputs");
    }

    private static long[] Attribute(OperatorCall call, string name, int count)
    {
        var values = call.Attributes.Ints(name) ?? new long[Math.Max(count, 0)];
        return values.Length == count ? values : throw call.Error($"{name} has {values.Length} numbers, expected {count}");
    }
}
