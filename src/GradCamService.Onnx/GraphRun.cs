using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>What a rectifier's backward does with the incoming gradient R, where f is its output.</summary>
public enum ReluRule
{
    /// <summary>1[f>0]·R.</summary>
    Plain,

    /// <summary>1[f>0]·1[R>0]·R, Springenberg et al. 2014, arXiv:1412.6806.</summary>
    Guided,

    /// <summary>1[R>0]·R, below an upper bound where there is one, Zeiler and Fergus 2014, arXiv:1311.2901: the forward pass has no say.</summary>
    Deconvolution,
}

/// <summary>
/// The settings of one run of a graph. Backward passes through the tensors of that run read <see cref="Rule"/> at the time they
/// pass, so that plain and guided gradients come from the same forward. It belongs to the thread that runs the graph.
/// </summary>
public sealed class GraphRun
{
    // A loop of a decoder has tens of steps. More than this is a loop that never ends.
    private const int MostSubgraphRuns = 100_000;

    private int _subgraphRuns;
    private Tensor? _handedBack;

    /// <summary>A run whose gradients are plain only.</summary>
    public static GraphRun Plain => new();

    /// <summary>Whether a backward pass of this run may ask for guided gradients.</summary>
    public bool MayGuide { get; init; }

    /// <summary>Whether a backward pass of this run may ask for those of deconvolution.</summary>
    public bool MayDeconvolve { get; init; }

    /// <summary>Whether gradients of this run are themselves differentiated: then all of them are libtorch's own. Plain gradients only.</summary>
    public bool IsTwiceDifferentiable { get; init; }

    /// <summary>The rule of the next backward pass.</summary>
    public ReluRule Rule { get; private set; }

    /// <summary>
    /// Tensors that become leaves of autograd as soon as they are computed: nothing before them is recorded, and the gradient
    /// at them can be asked for.
    /// </summary>
    public IReadOnlySet<string> Leaves { get; init; } = new HashSet<string>();

    /// <summary>Sees every tensor as soon as it is computed; the tensor is the run's. For a look at shapes.</summary>
    public Action<string, Tensor>? Observe { get; init; }

    /// <summary>Asked before each node whether to go on: a stranger's graph may have no end.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Bytes of all tensors that it has computed; counted only while a model is loaded.</summary>
    internal long Made { get; set; }

    /// <summary>Counts one execution of a sub-graph: an iteration of a loop, however deep it is nested.</summary>
    internal void CountSubgraph(Node node)
    {
        if (++_subgraphRuns > MostSubgraphRuns)
            throw new OnnxException($"{node}: more than {MostSubgraphRuns} iterations in one run");
    }

    /// <summary>
    /// Takes note of the gradients that come to a function of ours and that it hands back to autograd. TorchSharp would keep their handles, and
    /// with them the memory, until the end of the pass; by the time the next is handed back, autograd has taken over the one before.
    /// </summary>
    /// <returns>What is handed back.</returns>
    internal Tensor HandBack(Tensor arrived, Tensor result)
    {
        if (!ReferenceEquals(arrived, result))
            arrived.Dispose();
        _handedBack?.Dispose();
        return _handedBack = result;
    }

    /// <summary>Sets the rule of the next backward pass.</summary>
    /// <exception cref="InvalidOperationException">
    /// Such gradients were not announced with <see cref="MayGuide"/> or <see cref="MayDeconvolve"/>.
    /// </exception>
    public void Use(ReluRule rule)
    {
        if ((rule == ReluRule.Guided && !MayGuide) || (rule == ReluRule.Deconvolution && !MayDeconvolve))
            throw new InvalidOperationException($"this run was not prepared for gradients by the rule {rule}");
        Rule = rule;
    }
}
