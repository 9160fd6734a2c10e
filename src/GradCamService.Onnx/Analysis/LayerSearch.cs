using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>The layers of a network that was not described.</summary>
/// <param name="Target">The layer to explain unless another is asked for.</param>
/// <param name="Offered">Layers worth explaining, in the network's order; the target is among them.</param>
/// <param name="Why">What the target is, in words.</param>
public sealed record LayerChoice(string Target, IReadOnlyList<string> Offered, string Why);

/// <summary>
/// Finds target layers: the last map with more than one position before pooling or flattening, and the last one of each resolution
/// through which all of the image's way leads. Of a network of tokens whose class token is read, the normalization before the last
/// attention.
/// </summary>
public sealed class LayerSearch
{
    private const int MostOffered = 8;

    // Between the last tokens and their pooling lie a transpose and a reshape or two.
    private const int MostMoves = 16;

    private readonly GraphAnalysis _analysis;
    private readonly DataFlow _flow;
    private readonly List<string> _spatial;
    private readonly Dictionary<string, int> _order = [];

    private LayerSearch(GraphAnalysis analysis)
    {
        (_analysis, _flow) = (analysis, analysis.Flow);
        _spatial = [.. Learned().Where(tensor => analysis.LayoutOf(tensor) is { Positions: > 1, IsLine: false })];
        for (var i = 0; i < _spatial.Count; i++)
            _order[_spatial[i]] = i;
    }

    /// <param name="analysis">The graph.</param>
    /// <param name="feeds">
    /// An image in the graph's layout with something on it, and what else the graph reads; for networks of tokens.
    /// </param>
    /// <exception cref="OnnxException">The network keeps no positions.</exception>
    public static LayerChoice Find(GraphAnalysis analysis, IReadOnlyDictionary<string, Tensor> feeds)
    {
        var search = new LayerSearch(analysis);
        if (search._spatial.Count == 0)
            throw new OnnxException("no layer has more than one position on the image: there is nothing that a map could be made of");
        var last = search._spatial[^1];
        return analysis.LayoutOf(last)!.Form != SpatialForm.Tokens ? search.OfMaps(last)
            : search.IsPooled(last) ? search.OfTokens(search.BeforePooling(last), feeds, "the last tokens before pooling")
            : search.OfTokens(null, feeds,
                "the normalization before the last attention: behind it, only the class token reaches the scores");
    }

    private LayerChoice OfMaps(string last)
    {
        var target = BeforePooling(last);
        var why = "the last map before pooling or flattening";
        if (IsScoreMap(target) && BeforeLastWeights(target) is { } features)
        {
            target = BeforePooling(features);
            why = "the map that the classifying convolution reads";
        }
        var before = _spatial.TakeWhile(tensor => tensor != target).Where(IsMap).Append(target).ToList();
        var offered = before.GroupBy(tensor => (_analysis.LayoutOf(tensor)!.Height, _analysis.LayoutOf(tensor)!.Width))
            .Select(same => same.Contains(target) ? target : Unmoved(same.LastOrDefault(_flow.Cuts.Contains) ?? same.Last()))
            .Distinct().OrderBy(tensor => _order[tensor]).TakeLast(MostOffered).ToList();
        return new LayerChoice(target, offered, why);
    }

    private LayerChoice OfTokens(string? target, IReadOnlyDictionary<string, Tensor> feeds, string why)
    {
        var normalized = NormalizationSearch.Outputs(_flow).Where(_order.ContainsKey).ToList();
        var candidates = normalized.Count > 0 ? normalized : _spatial;
        var reaching = _analysis.PatchesThatReachScores(candidates, feeds);
        var offered = candidates.Where(reaching.Contains).ToList();
        target ??= offered.LastOrDefault() ?? throw new OnnxException("no sequence of tokens has patches that reach the scores");
        if (!offered.Contains(target))
            offered.Add(target);
        return new LayerChoice(target, [.. offered.TakeLast(MostOffered)], why);
    }

    /// <summary>Tensors behind the first weights, in order: what comes before is the image, however it was normalized.</summary>
    private IEnumerable<string> Learned()
    {
        var learned = new HashSet<string>();
        foreach (var node in _flow.Nodes.Where(node => Movers.Learns(node) || _flow.InputsOf(node).Any(learned.Contains)))
            foreach (var output in node.Outputs.Where(_flow.Has))
            {
                learned.Add(output);
                yield return output;
            }
    }

    private bool IsMap(string tensor) =>
        _analysis.LayoutOf(tensor) is { Form: not SpatialForm.Tokens }
            && _flow.MakerOf(tensor)?.Is(Trait.Pads | Trait.Slices | Trait.Splits) != true;

    /// <summary>Back over what pools, what only moves, and the border that was added for the pooling.</summary>
    private string BeforePooling(string tensor)
    {
        while (_flow.MakerOf(tensor) is { } maker && (Movers.Pools(maker) || Movers.Moves(maker) || maker.Is(Trait.Pads))
            && _flow.InputsOf(maker).ToList() is [var input] && _order.ContainsKey(input))
            tensor = input;
        return tensor;
    }

    private string Unmoved(string tensor)
    {
        while (_flow.MakerOf(tensor) is { } maker && Movers.Moves(maker) && _flow.InputsOf(maker).ToList() is [var input]
            && _order.ContainsKey(input) && IsMap(input))
            tensor = input;
        return tensor;
    }

    private bool IsPooled(string tensor, int moves = 0)
    {
        var readers = _flow.ReadersOf(tensor).ToList();
        return readers.Count > 0 && moves <= MostMoves && readers.All(reader =>
            Movers.Pools(reader) || (Movers.Moves(reader) && reader.Outputs.Where(_flow.Has).All(output => IsPooled(output, moves + 1))));
    }

    /// <summary>Whether the map's channels are the scores already, position by position: no weights come behind it.</summary>
    private bool IsScoreMap(string tensor) => !_flow.Nodes
        .SkipWhile(node => !node.Outputs.Contains(tensor)).Skip(1).Any(Movers.Learns);

    private string? BeforeLastWeights(string tensor)
    {
        while (_flow.MakerOf(tensor) is { } maker && _flow.InputsOf(maker).FirstOrDefault() is { } input)
        {
            if (Movers.Learns(maker))
                return _order.ContainsKey(input) ? input : null;
            tensor = input;
        }
        return null;
    }
}
