using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Small files of the kinds that users report, in <c>Data/Reports</c>: what they compute is what ONNX Runtime computes.</summary>
public sealed class ReportFileTests
{
    // float32 against float32 with sums in another order.
    private const double Single = 1e-4;

    // ONNX Runtime's own results are rounded to float16's 11 bits, several times on the way.
    private const double Half = 4e-3;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Data", "Reports");

    [Fact]
    public void Fused_convolutions() => AssertAgrees("fused-conv/fusedconv", Single, ("x", Photo()));

    [Fact]
    public void Channels_last_convolution()
    {
        // ONNX Runtime has it on GPUs only: expected from its own Conv on the same numbers with their channels first.
        using var scope = NewDisposeScope();
        var (input, weight, bias) = (Sample.Normal(1, 2, 5, 6, 4), Sample.Normal(2, 3, 3, 3, 4), Sample.Normal(3, 3));
        var conv = new OneNode("Conv", 12)
        {
            Inputs = [input.permute(0, 3, 1, 2), weight.permute(0, 3, 1, 2), bias],
            Attributes = new Dictionary<string, object> { ["pads"] = new[] { 1L, 1, 1, 1 } },
        };
        var actual = Run("optimized/nhwc-conv", [("input", input), ("weight", weight), ("bias", bias)], ["conv"])[0];
        TensorAssert.Close(OnnxRuntimeOracle.RunOracle(conv)[0].permute(0, 2, 3, 1), actual, Single, Single, "conv");
    }

    [Fact]
    public void Quick_gelu() => AssertAgrees("optimized/quick-gelu", Single, ("onnx::Mul_0", Sample.Normal(1, 1, 2, 20)));

    [Fact]
    public void Layer_normalization_below_version_17_and_attention() => AssertAgrees("optimized/embed-layer-norm", Single,
        ("input_ids", Sample.Integers(1, 0, 2, 2, 3)), ("segment_ids", Sample.Integers(2, 0, 2, 2, 3)), ("input_mask", tensor(new[,] { { 1L, 1, 0 }, { 1, 1, 1 } })));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Branches_whose_names_are_those_of_the_graph_around_them(bool condition) =>
        AssertAgrees("false-cyclic/if", Single, ("b", tensor(new[] { condition })), ("x", Sample.Normal(1, 2)));

    [Fact]
    public void A_loop_whose_names_are_those_of_the_graph_around_it()
    {
        // b ← a − b while a + b > a − b, at most ten times, from a = 3, b = 6: 9 > −3, then 0 > 6 is false.
        using var scope = NewDisposeScope();
        var outputs = Run("false-cyclic/loop", [("a", tensor(new[] { 3f })), ("b", tensor(new[] { 6f })), ("keep_going_inp", tensor(new[] { true })),
            ("max_trip_count", tensor(new[] { 10L }))], ["b_loop", "user_defined_vals"]);
        Assert.Equal([6f], TensorValues.Floats(outputs[0]));
        Assert.Equal([-6f, 12], TensorValues.Floats(outputs[1]));
    }

    [Fact]
    public void Float16_that_passes_its_range()
    {
        // ONNX Runtime computes it in float32 too.
        AssertAgrees("float16/mean-variance", Half, ("data", tensor(new[,] { { 300f, 500 }, { -2, 0.5f } })));
    }

    [Fact]
    public void Float16_attention() => AssertAgrees("float16/attention", Half, ("input", Sample.Normal(1, 1, 4, 768)), ("weight", Sample.Normal(2, 768, 2304) * 0.03),
        ("bias", Sample.Normal(3, 2304)));

    [Fact]
    public void A_loop_whose_iteration_number_has_an_axis() => AssertAgrees("old-loop/loop", Half, ("data", Sample.Normal(1, 3, 4)));

    [Fact]
    public void Weights_of_four_bits() => AssertAgrees("int4/conv", Single, ("input_0", Sample.Uniform(1, 0, 1, 1, 3, 8, 8)));

    [Fact]
    public void Labels_and_votes_behind_the_scores()
    {
        using var scope = NewDisposeScope();
        using var graph = GraphLoader.Load(PathOf("zipmap-strings/customvision"));

        Assert.Empty(graph.Outputs);
        Assert.Equal(["prob", "am"], graph.Ends.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["ArrayFeatureExtractor", "ZipMap"], graph.LeftOut.Select(node => node.Operator));
        Assert.Equal(["cat", "dog", "fish"], graph.Labels);

        var feeds = new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = Photo() };
        Assert.Equal(1, new GraphRunner(graph).Run(feeds, ["prob"], GraphRun.Plain)[0].sum().item<float>(), 1e-5f);
        var refusal = Assert.Throws<OnnxException>(() => new GraphRunner(graph).Run(feeds, ["loss"], GraphRun.Plain));
        Assert.Contains("ai.onnx.ml.ZipMap", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ai.onnx.ml.ArrayFeatureExtractor", refusal.Message, StringComparison.Ordinal);
    }

    private static Tensor Photo() => Sample.Normal(1, 1, 3, 64, 64);

    private static string PathOf(string file) => Path.Combine(Folder, file + ".onnx");

    private static Tensor[] Run(string file, (string Name, Tensor Value)[] feeds, string[] fetches)
    {
        using var grad = no_grad();
        using var graph = GraphLoader.Load(PathOf(file));
        return [.. new GraphRunner(graph).Run(feeds.ToDictionary(feed => feed.Name, feed => feed.Value), fetches, GraphRun.Plain)
            .Select(output => output.clone())];
    }

    /// <summary>Feeds both the same numbers, ONNX Runtime in the types that the file declares.</summary>
    private static void AssertAgrees(string file, double tolerance, params (string Name, Tensor Value)[] feeds)
    {
        using var scope = NewDisposeScope();
        using var asFile = GraphLoader.Load(PathOf(file), new() { Precision = Precision.AsFile });
        var typed = feeds.ToDictionary(feed => feed.Name, feed => feed.Value.to(asFile.Inputs.Single(input => input.Name == feed.Name).Type!.Value));
        var expected = OnnxRuntimeOracle.RunOracle(File.ReadAllBytes(PathOf(file)), typed, asFile.Outputs);
        var actual = Run(file, feeds, [.. asFile.Outputs]);
        Assert.NotEmpty(expected);
        for (var i = 0; i < expected.Length; i++)
            TensorAssert.Close(expected[i].is_floating_point() ? expected[i].to(ScalarType.Float32) : expected[i], actual[i], tolerance, tolerance,
                asFile.Outputs[i]);
    }
}
