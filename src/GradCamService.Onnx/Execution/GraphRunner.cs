using System.Collections.Concurrent;
using GradCamService.Onnx.Operators;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Execution;

/// <summary>
/// Runs a graph: any tensor may be fed (then what lies before it does not run) and any may be fetched. That one mechanism is a
/// target layer, a shared encoder, a head alone and a decoder. Whether autograd records is the calling thread's grad mode.
/// </summary>
public sealed class GraphRunner(Graph graph)
{
    // A service fetches a handful of combinations; the bound only keeps a stranger's layer names from growing it without end.
    private const int MostPlans = 256;

    private readonly ConcurrentDictionary<string, ExecutionPlan> _plans = new();
    private readonly ConcurrentDictionary<Graph, GraphRunner> _subgraphs = new();

    public Graph Graph { get; } = graph;

    /// <summary>Computes tensors.</summary>
    /// <param name="feeds">Tensors by name; owned by the caller.</param>
    /// <param name="fetches">Names of tensors to compute.</param>
    /// <param name="run">The ReLU rule and autograd's leaves.</param>
    /// <returns>One tensor a fetch, in that order, owned by the caller (and registered in its dispose scope).</returns>
    /// <exception cref="OnnxException">
    /// A fetch does not exist, cannot be computed from the feeds, or an operator refuses its inputs.
    /// </exception>
    /// <exception cref="EngineException">libtorch or the device fails.</exception>
    public Tensor[] Run(IReadOnlyDictionary<string, Tensor> feeds, IReadOnlyList<string> fetches, GraphRun run)
    {
        var values = new Dictionary<string, Tensor>(feeds);
        foreach (var step in PlanFor(feeds, fetches).Steps)
        {
            Execute(step, values, run);
            foreach (var name in step.Release)
                if (values.Remove(name, out var released))
                    released.Dispose();
        }
        return fetches.Select(name => values.TryGetValue(name, out var value) ? value : Graph.Constants[name]).ToArray();
    }

    private ExecutionPlan PlanFor(IReadOnlyDictionary<string, Tensor> feeds, IReadOnlyList<string> fetches)
    {
        var key = string.Join('\n', feeds.Keys.Order(StringComparer.Ordinal)) + "\n\n" + string.Join('\n', fetches);
        if (_plans.TryGetValue(key, out var plan))
            return plan;
        if (_plans.Count >= MostPlans)
            _plans.Clear();
        return _plans[key] = ExecutionPlan.For(Graph, feeds.Keys.ToHashSet(), fetches);
    }

    private void Execute(ExecutionPlan.Step step, Dictionary<string, Tensor> values, GraphRun run)
    {
        var node = step.Node;
        if (run.Cancellation.IsCancellationRequested)
            throw new OnnxException($"{node} was not reached in time: the graph takes too long");
        var inputs = new Tensor?[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = node.Inputs[i].Length == 0 ? null : Find(node.Inputs[i]);
        LoadBudget.CheckTime();
        var mayOverwrite = step.MayOverwrite && !run.Leaves.Contains(node.Inputs[0]);
        var outputs = new OperatorCall(node, inputs, run, Graph.Device, mayOverwrite, step.OwnsGradient,
            node.Subgraphs.Count == 0 ? null : RunSubgraph).Compute();
        for (var i = 0; i < node.Outputs.Count; i++)
            if (node.Outputs[i].Length > 0 && !values.ContainsKey(node.Outputs[i]))
            {
                var output = values[node.Outputs[i]] = OutputOf(node, inputs, outputs, i, run);
                if (LoadBudget.IsLoading)
                    LoadBudget.CheckRun(node, run.Made += output.numel() * output.element_size());
                run.Observe?.Invoke(node.Outputs[i], output);
            }

        Tensor Find(string name) => values.TryGetValue(name, out var value) ? value : Graph.Constants[name];

        Tensor[] RunSubgraph(Graph subgraph, Tensor[] given)
        {
            var all = node.Captured.ToDictionary(name => name, Find);
            foreach (var (input, feed) in subgraph.Inputs.Zip(given))
                all[input.Name] = feed;
            var seen = all.Keys.ToHashSet();
            var results = _subgraphs.GetOrAdd(subgraph, graph => new GraphRunner(graph)).Run(all, subgraph.Outputs, run);
            return [.. subgraph.Outputs.Zip(results, (name, result) =>
                !seen.Add(name) || subgraph.Constants.ContainsKey(name) ? result.alias() : result)];
        }
    }

    private static Tensor OutputOf(Node node, Tensor?[] inputs, Outputs outputs, int index, GraphRun run)
    {
        if (index >= outputs.Count || outputs[index] is not { } tensor)
            throw new OnnxException($"{node}: output {index} ('{node.Outputs[index]}') is not computed by this operator");
        if (tensor.numel() > SizeLimits.MostElements)
            throw new OnnxException(
                $"{node}: a result of {ShapeText.Of(tensor.shape)} has more than {SizeLimits.MostElements} elements");
        if (run.Leaves.Contains(node.Outputs[index]))
            return tensor.detach().requires_grad_();
        // A value has one name and one owner: an operator that hands its input through gets a handle of its own.
        return Array.Exists(inputs, input => ReferenceEquals(input, tensor)) ? tensor.alias() : tensor;
    }
}
