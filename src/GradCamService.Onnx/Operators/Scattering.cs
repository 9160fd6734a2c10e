using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Copies of a tensor with some elements replaced or combined. Gradients flow to both the tensor and the updates.</summary>
internal static class Scattering
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Scatter", 9)] = new(ScatterElements),
        [new("ScatterElements", 11)] = new(ScatterElements),
        [new("ScatterND", 11)] = new(ScatterND),
    };

    [Note("of several updates of one element without a reduction, the last one stays")]
    private static Outputs ScatterElements(OperatorCall call)
    {
        var (data, indices, updates) = (call[0], call[1], call[2]);
        var axis = Axes.Normalize(call, call.Attributes.Int("axis", 0), data.dim());
        if (!indices.shape.SequenceEqual(updates.shape) || indices.dim() != data.dim())
            throw call.Error($"updates of {ShapeText.Of(updates.shape)} for indices of {ShapeText.Of(indices.shape)}");
        var targets = LinearIndex.AlongAxis(call, indices, axis, data.shape);
        return Scatter(call, data.flatten(), targets, updates.flatten()).reshape(data.shape);
    }

    [Note("of several updates of one element without a reduction, the last one stays")]
    private static Outputs ScatterND(OperatorCall call)
    {
        var (data, indices, updates) = (call[0], call[1], call[2]);
        if (indices.dim() == 0 || indices.shape[^1] > data.dim())
            throw call.Error($"indices of {ShapeText.Of(indices.shape)} do not fit data of {ShapeText.Of(data.shape)}");
        var depth = (int)indices.shape[^1];
        var rest = data.shape[depth..];
        if (!updates.shape.SequenceEqual([.. indices.shape[..^1], .. rest]))
            throw call.Error($"updates of {ShapeText.Of(updates.shape)} for indices of {ShapeText.Of(indices.shape)}");
        var targets = LinearIndex.OfTuples(call, indices, data.shape);
        var rows = data.shape[..depth].Aggregate(1L, (a, b) => a * b);
        return Scatter(call, data.reshape([rows, .. rest]), targets, updates.reshape([targets.numel(), .. rest])).reshape(data.shape);
    }

    /// <summary>Combines rows of the data with rows of updates.</summary>
    private static Tensor Scatter(OperatorCall call, Tensor data, Tensor targets, Tensor updates)
    {
        Func<Tensor, Tensor, Tensor> combine = call.Attributes.Text("reduction", "none") switch
        {
            "none" => (_, update) => update,
            "add" => (old, update) => old.Plus(update),
            "mul" => (old, update) => old * update,
            "max" => (old, update) => old.maximum(update),
            "min" => (old, update) => old.minimum(update),
            var other => throw call.Error($"reduction '{other}' is not one of none, add, mul, max, min"),
        };
        if (updates.numel() == 0)
            return data;
        var (unique, combined) = MergeDuplicates(TensorValues.Longs(targets), updates.to(data.device), combine);
        var index = tensor(unique).to(data.device);
        return data.index_copy(0, index, combine(data.index_select(0, index), combined));
    }

    /// <summary>
    /// Combines updates of the same target pairwise until each target has one. Halving takes log₂ of the largest number of them, and the
    /// order from first to last is kept.
    /// </summary>
    private static (long[] Targets, Tensor Updates) MergeDuplicates(long[] targets, Tensor updates, Func<Tensor, Tensor, Tensor> combine)
    {
        while (true)
        {
            var waiting = new Dictionary<long, long>();
            var (first, second) = (new List<long>(), new List<long>());
            for (var i = 0; i < targets.Length; i++)
                if (waiting.Remove(targets[i], out var earlier))
                {
                    first.Add(earlier);
                    second.Add(i);
                }
                else
                {
                    waiting[targets[i]] = i;
                }
            if (first.Count == 0)
                return (targets, updates);
            var single = waiting.Values.ToArray();
            var pairs = combine(Rows(first), Rows(second));
            targets = [.. first.Concat(single).Select(row => targets[row])];
            updates = cat([pairs, Rows(single)]);
        }

        Tensor Rows(IEnumerable<long> rows) => updates.index_select(0, tensor(rows.ToArray()).to(updates.device));
    }
}
