using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tests.Reports;

/// <summary>An end of a network behind its logits <c>[N, 5]</c>.</summary>
/// <param name="Name">What it is called in the tests.</param>
/// <param name="Meaning">What the scores are.</param>
/// <param name="Add">Adds its nodes; the last makes <c>y</c>.</param>
internal sealed record ScoreEnd(string Name, ScoreMeaning Meaning, Action<NetworkBuilder> Add)
{
    /// <summary>What <c>y</c> is divided by to be the shares.</summary>
    public double Certain { get; init; } = 1;

    /// <summary>Whether <c>y</c> is the logarithm of the shares.</summary>
    public bool IsLog { get; init; }

    /// <summary>Whether the logits themselves are explained.</summary>
    public bool ExplainsLogits { get; init; } = true;

    private static readonly long[] Classes = [1];

    /// <summary>Ends that are one squashing of the logits, however they are written.</summary>
    public static IReadOnlyList<ScoreEnd> All { get; } =
    [
        Softmax("softmax", b => b.Node("Softmax", "logits", "y")),
        Softmax("softmax over the second of four axes", b => b.Longs("four", 0, 5, 1, 1).Node("Reshape", "logits four", "r")
            .Node("Softmax", "r", "y", ("axis", 1))),
        Softmax("softmax, then identity, cast, reshape", b => b.Longs("two", -1, 5).Node("Softmax", "logits", "s").Node("Identity", "s", "i")
            .Node("Cast", "i", "c", ("to", 1)).Node("Reshape", "c two", "y")),
        Softmax("softmax, then clip", b => b.Floats("low", [1e-7f]).Floats("high", [1 - 1e-7f]).Node("Softmax", "logits", "s").Node("Clip", "s low high", "y")),
        Softmax("softmax in percent", b => b.Floats("hundred", [100]).Node("Softmax", "logits", "s").Node("Mul", "s hundred", "y")) with { Certain = 100 },
        Softmax("log-softmax", b => b.Node("LogSoftmax", "logits", "y")) with { IsLog = true },
        Softmax("log of softmax", b => b.Node("Softmax", "logits", "s").Node("Log", "s", "y")) with { IsLog = true },
        Softmax("log of softmax and a little", b => b.Floats("little", [1e-9f]).Node("Softmax", "logits", "s").Node("Add", "s little", "t")
            .Node("Log", "t", "y")) with { IsLog = true },
        Softmax("exp of log-softmax", b => b.Node("LogSoftmax", "logits", "s").Node("Exp", "s", "y")),
        Softmax("exponents by their sum", b => b.Longs("one", Classes).Node("Exp", "logits", "e").Node("ReduceSum", "e one", "n").Node("Div", "e n", "y")),
        Softmax("exponents times the reciprocal of their sum", b => b.Longs("one", Classes).Node("ReduceMax", "logits", "m", ("axes", Classes))
            .Node("Sub", "logits m", "d").Node("Exp", "d", "e").Node("ReduceSum", "e one", "n").Node("Reciprocal", "n", "r").Node("Mul", "e r", "y")),
        Softmax("less the logarithm of the sum of exponents", b => b.Node("ReduceLogSumExp", "logits", "n", ("axes", Classes)).Node("Sub", "logits n", "y"))
            with { IsLog = true },
        Sigmoid("sigmoid", b => b.Node("Sigmoid", "logits", "y")),
        Sigmoid("sigmoid, then clip", b => b.Floats("low", [0]).Floats("high", [1]).Node("Sigmoid", "logits", "s").Node("Clip", "s low high", "y")),
        Sigmoid("1 / (1 + exp(−x))", b => b.Floats("one", [1]).Node("Neg", "logits", "n").Node("Exp", "n", "e").Node("Add", "e one", "d")
            .Node("Div", "one d", "y")),
        Sigmoid("reciprocal of 1 + exp(−1 · x)", b => b.Floats("one", [1]).Floats("minus", [-1]).Node("Mul", "logits minus", "n").Node("Exp", "n", "e")
            .Node("Add", "one e", "d").Node("Reciprocal", "d", "y")),
        Sigmoid("1 + exp(0 − x) to the power of −1", b => b.Floats("zero", [0]).Floats("one", [1]).Floats("minus", [-1]).Node("Sub", "zero logits", "n")
            .Node("Exp", "n", "e").Node("Add", "e one", "d").Node("Pow", "d minus", "y")),
        Sigmoid("exp(x) / (1 + exp(x))", b => b.Floats("one", [1]).Node("Exp", "logits", "e").Node("Add", "e one", "d").Node("Div", "e d", "y")),
        Sigmoid("(1 + tanh(x / 2)) / 2", b => b.Floats("half", [0.5f]).Node("Mul", "logits half", "h").Node("Tanh", "h", "t").Node("Mul", "t half", "u")
            .Node("Add", "u half", "y")),
        Sigmoid("−softplus(−x)", b => b.Node("Neg", "logits", "n").Node("Softplus", "n", "s").Node("Neg", "s", "y")) with { IsLog = true },
        Other("hard sigmoid", b => b.Node("HardSigmoid", "logits", "y", ("alpha", 0.1f), ("beta", 0.5f))),
        Other("clip from 0 to 1", b => b.Floats("low", [0]).Floats("high", [1]).Node("Clip", "logits low high", "y")),
        Other("clip from 0 to 6, by 6", b => b.Floats("low", [0]).Floats("six", [6]).Node("Clip", "logits low six", "c").Node("Div", "c six", "y")),
        Mixture("four of five classes", b => b.Longs("from", 0).Longs("to", 4).Longs("axis", 1).Node("Softmax", "logits", "s")
            .Node("Slice", "s from to axis", "y")),
        Mixture("mean of two softmaxes", b => Two(b, "Softmax").Floats("half", [0.5f]).Node("Add", "s t", "u").Node("Mul", "u half", "y")),
        Mixture("sum of two softmaxes", b => Two(b, "Softmax").Node("Sum", "s t", "y")) with { Certain = 2 },
        Mixture("weighted sum of two softmaxes", b => Two(b, "Softmax").Floats("less", [0.3f]).Floats("more", [0.7f]).Node("Mul", "s less", "u")
            .Node("Mul", "more t", "v").Node("Add", "u v", "y")),
        Mixture("mean of stacked softmaxes", b => Two(b, "Softmax").Longs("zero", 0).Node("Unsqueeze", "s zero", "u").Node("Unsqueeze", "t zero", "v")
            .Node("Concat", "u v", "w", ("axis", 0)).Node("ReduceMean", "w", "y", ("axes", new long[] { 0 }), ("keepdims", 0))),
        Mixture("mean of two sigmoids", b => Two(b, "Sigmoid").Node("Mean", "s t", "y")),
        Mixture("log of the mean of two softmaxes", b => Two(b, "Softmax").Node("Mean", "s t", "m").Node("Log", "m", "y")) with { IsLog = true },
        Mixture("shares by arithmetic of their own", b => b.Longs("one", Classes).Node("Mul", "logits logits", "q").Node("ReduceSum", "q one", "n")
            .Node("Div", "q n", "y")),
    ];

    private static ScoreEnd Softmax(string name, Action<NetworkBuilder> add) => new(name, ScoreMeaning.Softmax, add);

    private static ScoreEnd Sigmoid(string name, Action<NetworkBuilder> add) => new(name, ScoreMeaning.Sigmoid, add);

    private static ScoreEnd Other(string name, Action<NetworkBuilder> add) => new(name, ScoreMeaning.Probabilities, add);

    private static ScoreEnd Mixture(string name, Action<NetworkBuilder> add) => Other(name, add) with { ExplainsLogits = false };

    /// <summary>Two heads and what squashes them: <c>s</c> and <c>t</c>.</summary>
    private static NetworkBuilder Two(NetworkBuilder builder, string squashing) => builder.Weight("w4", SmallNetworks.Classes, 12)
        .Node("Gemm", "flat w4", "others", ("transB", 1)).Node(squashing, "logits", "s").Node(squashing, "others", "t");
}
