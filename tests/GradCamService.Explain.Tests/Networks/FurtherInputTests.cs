using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;
using Tolerances = GradCamService.Explain.Tests.Explainers.Tolerances;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Networks that read more than an image, as their manifests bind it.</summary>
[Collection(TorchCollection.Name)]
public sealed class FurtherInputTests : IDisposable
{
    /// <summary>Of the largest magnitude: float32's digits, sums in another order.</summary>
    private const double Rounding = 1e-5;

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Numbers_and_pictures_are_what_the_graph_declares()
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound"));

        var inputs = model.Inputs.ToDictionary(input => input.Name);
        Assert.Equal([("before", true), ("codes", true), ("dose", true), ("double", false)],
            inputs.Values.Select(input => (input.Name, input.HasRows)).Order());
        Assert.Equal((ScalarType.Int64, 2), (inputs["codes"].Type, inputs["codes"].Count));
        Assert.Equal((ScalarType.Bool, 1), (inputs["double"].Type, inputs["double"].Count));
        Assert.Equal((0, 10), Assert.IsType<NumberInput>(inputs["dose"]).Range);
        Assert.Equal([3, 4], Assert.IsType<NumberInput>(inputs["codes"]).Absent!);
        var picture = Assert.IsType<PictureInput>(inputs["before"]).Spec;
        Assert.Equal((8, 8, 1), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(int.MaxValue, model.MaxBatch);
    }

    [Fact]
    public void Scores_are_those_of_onnx_runtime()
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound"));

        foreach (var order in new[] { One(model), Other(model), One(model) with { Numbers = Other(model).Numbers } })
        {
            var expected = Oracle(model, order);
            Assert.InRange(Deviation.Of(expected, model.Explain([order])[0].Output.Logits), 0, Rounding);
        }
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(4, 2)]
    [InlineData(1, 1)]
    public void Orders_of_other_values_get_in_one_batch_what_each_gets_alone(int? batch, int most)
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound", batch: batch));
        var alive = Tensor.TotalCount;
        Asked[] orders = [One(model), Other(model) with { Numbers = With(Other(model), "double", 0) }];

        var together = orders.Chunk(most).SelectMany(part => model.Explain(part, MethodTable.GuidedGradCam)).ToList();

        Assert.Equal(alive, Tensor.TotalCount);
        Assert.True(Deviation.Of(together[0].Output.Logits, together[1].Output.Logits) > 0.1);
        for (var i = 0; i < orders.Length; i++)
        {
            var alone = model.Explain([orders[i]], MethodTable.GuidedGradCam)[0];
            Assert.InRange(Deviation.Of(alone.Output.Logits, together[i].Output.Logits), 0, Rounding);
            Assert.InRange(Deviation.Of(alone.Explanations[0].Map!.Values, together[i].Explanations[0].Map!.Values), 0, Tolerances.Batch);
            Assert.InRange(Deviation.Of(alone.Explanations[0].Attribution!, together[i].Explanations[0].Attribution!), 0, Tolerances.Batch);
        }
    }

    [Fact]
    public void The_map_is_scaled_by_the_number_that_scales_the_network()
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound"));
        var order = One(model);
        float[] Map(double dose) =>
            model.Explain([order with { Numbers = With(order, "dose", dose) }], MethodTable.GradCam)[0].Explanations[0].Map!.Values;

        // At the layer dose · A, behind which there is a global average: its gradient does not depend on the dose.
        Assert.InRange(Deviation.Of([.. Map(1).Select(value => value * 3)], Map(3)), 0, Rounding);
    }

    [Fact]
    public void Orders_share_a_batch_only_where_an_input_without_rows_has_the_same_values()
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound"));
        Order Of(Asked asked) => model.Prepared(asked, model.DefaultLayer.Name, [MethodTable.GradCam]).Order;
        var (one, other) = (One(model), Other(model));

        Assert.False(Of(one).Fits(Of(other)));
        Assert.True(Of(one).Fits(Of(other with { Numbers = With(other, "double", 0) })));
        Assert.True(Of(one).Fits(Of(one with { Numbers = With(one, "dose", 9) })));
    }

    [Fact]
    public void What_waits_is_accounted()
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound"));
        var header = ImageHeader.Read(TestData.Read("Images/rgb.png"), new DecodeLimits(1 << 20));

        // The photo's input and the picture in float32; four numbers, a truth value among them, in double precision.
        Assert.Equal(
            (3 * 16 * 16 * 4) + (8 * 8 * 4) + (4 * sizeof(double)), model.Prepared(One(model), model.DefaultLayer.Name, []).Order.AnswerBytes(header));
    }

    [Fact]
    public void Copies_of_one_image_of_a_batch_are_fed_with_that_images_values()
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound"));
        Asked[] orders = [One(model), Other(model) with { Numbers = With(Other(model), "double", 0) }];
        var expected = model.Explain([orders[1]])[0].Output.Logits;
        using var scope = NewDisposeScope();
        using var plain = no_grad();

        var network = model.Network.Fed(BatchFeeds.Of([.. orders.Select(order => model.Prepared(order, model.DefaultLayer.Name, []))])).For(1);
        var images = Explainer.Stack([.. Enumerable.Repeat(orders[1].Image, 3)], model.InputShape, network.Device);
        var rows = network.Run(images, null, [], GraphRun.Plain).Outputs().Select(output => output.Logits);

        Assert.All(rows, row => Assert.InRange(Deviation.Of(expected, row), 0, Rounding));
        var together = model.Network.Fed(BatchFeeds.Of([.. orders.Select(order => model.Prepared(order, model.DefaultLayer.Name, []))]));
        Assert.Throws<InvalidOperationException>(() => together.Run(images, null, [], GraphRun.Plain));
    }

    [Fact]
    public void Methods_that_run_the_network_again_feed_it_as_the_order_says()
    {
        var model = _models.Load(BoundNetwork.SaveInto(_models.Path, "bound"));
        var order = One(model);
        float[] Falls(double dose) =>
            model.Explain([order with { Numbers = With(order, "dose", dose) }], MethodTable.Named("occlusion"))[0].Explanations[0].Attribution!;

        // What the image adds to a score is a multiple of the dose, and so is what a hidden patch takes away.
        Assert.InRange(Deviation.Of([.. Falls(1).Select(value => value * 3)], Falls(3)), 0, Tolerances.SameInput);
    }

    [Fact]
    public void Two_graphs_are_fed_with_what_each_of_them_names()
    {
        var folder = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16).Input("dose", 1, "batch"))
            .Longs("axes", 1, 2, 3).Node("Unsqueeze", "dose axes", "dose4").Node("Mul", "relu2 dose4", "scaled").Output("scaled")
            .SaveInto(_models.Path, "two", "encoder.onnx");
        new NetworkBuilder().Input("map", 1, "batch", 12, 8, 8).Input("dose", 1, "batch").Input("shift", 1, 5).Longs("axis", 1)
            .Head("map", "scores").Node("Unsqueeze", "dose axis", "column").Node("Mul", "scores column", "twice").Node("Add", "twice shift", "logits")
            .Output("logits").SaveInto(_models.Path, "two", "head.onnx");
        File.WriteAllText(Path.Combine(folder, "model.json"), """
            { "name": "two", "task": "classification", "graph": "head.onnx", "encoder": { "graph": "encoder.onnx", "output": "scaled" },
              "layers": ["relu2"], "bind": { "map": "encoder", "dose": "numbers", "shift": { "from": "constant", "value": [0] } },
              "input": { "width": 16, "height": 16, "mean": [127.5], "std": [127.5] } }
            """);
        var model = _models.Load(folder);
        float[] Logits(double dose) => model.Explain(
            [Asked(model) with { Numbers = new Dictionary<string, double[]> { ["dose"] = [dose] } }], MethodTable.GradCam)[0].Output.Logits;

        // logits = dose · (W · dose · pooled + b), and 0 without a dose.
        var (none, one, two, three) = (Logits(0), Logits(1), Logits(2), Logits(3));
        Assert.All(none, logit => Assert.Equal(0, logit));
        // Of a quadratic without a constant, f(3) = 3 f(2) − 3 f(1).
        Assert.InRange(Deviation.Of([.. two.Zip(one, (second, first) => 3 * second - 3 * first)], three), 0, Rounding);
    }

    [Theory]
    [InlineData("""{ "codes": "numbers", "double": "numbers", "before": "picture" }""",
        "bind: the graph's input 'dose' [?] is neither the image nor bound; say what feeds it: \"dose\": \"numbers\", or { \"from\": \"constant\", \"value\": […] }")]
    [InlineData("""{ "dose": "numbers", "codes": "numbers", "double": "numbers" }""", "bind: the graph's input 'before' [?, 1, 8, 8] is neither the image nor bound; say what feeds it: \"before\": \"picture\"")]
    [InlineData("""{ "doses": "numbers", "codes": "numbers", "double": "numbers", "before": "picture" }""",
        "bind: the graph has no input 'doses'; it has 'image', 'dose', 'codes', 'double', 'before'; did you mean 'dose'?")]
    [InlineData("""{ "dose": { "from": "numbers", "default": [1, 2] }, "codes": "numbers", "double": "numbers", "before": "picture" }""",
        "bind.dose.default: has 2 numbers; the input takes a number")]
    [InlineData("""{ "dose": "numbers", "codes": { "from": "constant", "value": [1, 2.5] }, "double": "numbers", "before": "picture" }""",
        "bind.codes.value: the input takes 2 whole numbers")]
    [InlineData("""{ "dose": "numbers", "codes": "numbers", "double": { "from": "numbers", "default": [2] }, "before": "picture" }""",
        "bind.double.default: the input takes a truth value (true or false)")]
    [InlineData("""{ "dose": "numbers", "codes": { "from": "numbers", "shape": [3] }, "double": "numbers", "before": "picture" }""",
        "bind.codes: shape is [3], and the graph says [?, 2]")]
    [InlineData("""{ "dose": "numbers", "codes": "numbers", "double": "numbers", "before": { "from": "picture", "color": "RGB" } }""",
        "bind.before.color: rgb has 3 channels, and the graph's input 1")]
    [InlineData("""{ "dose": "numbers", "codes": "numbers", "double": "numbers", "before": { "from": "picture", "width": 9 } }""",
        "bind.before.width: is 9, and the graph's input has 8")]
    [InlineData("""{ "dose": "picture", "codes": "numbers", "double": "numbers", "before": "picture" }""", "bind.dose: a picture has four axes, and the input [?]")]
    [InlineData("""{ "dose": "numbers", "codes": "numbers", "double": "numbers", "before": "numbers", "image": "picture" }""", "bind: 'image' is the image's own tensor")]
    public void What_does_not_fit_the_graph_is_the_reason_why_a_model_is_not_ready(string bind, string reason) =>
        Assert.Contains(reason, _models.Entry(BoundNetwork.SaveInto(_models.Path, "bound", bind)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_shape_that_the_graph_leaves_open_is_said_in_the_manifest()
    {
        NetworkBuilder Graph() =>
            SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16).Input("extra", 1, "batch", "more"))
            .Weight("w3", SmallNetworks.Classes, 14).Weight("b3", SmallNetworks.Classes)
            .Node("GlobalAveragePool", "relu2", "pooled").Node("Flatten", "pooled", "flat").Node("Concat", "flat extra", "all", ("axis", 1)).Node("Gemm", "all w3 b3", "logits", ("transB", 1)).Output("logits");

        var open = _models.Entry(BoundNetwork.SaveInto(_models.Path, "open", """{ "extra": "numbers" }""", graph: Graph()));
        var said = _models.Load(BoundNetwork.SaveInto(_models.Path, "said", """{ "extra": { "from": "numbers", "shape": [2] } }""", graph: Graph()));

        Assert.Contains(
            "bind.extra: the graph leaves its shape [?, ?] open; say in shape how many numbers an image has", open.Reason, StringComparison.Ordinal);
        Assert.Equal((2, true), (said.Inputs[0].Count, said.Inputs[0].HasRows));
    }

    [Fact]
    public void Of_a_file_without_a_manifest_the_reason_names_the_key() => Assert.Contains(
        "what feeds the others, only a manifest can say (model.json beside the file, in bind)",
        _models.Reason(BoundNetwork.Graph(), "bare"), StringComparison.Ordinal);

    private static Asked Asked(LoadedModel model, int shift = 0) => new(ModelsFolder.Pattern(model, shift), Tests.Asked.Scores(new ClassScore(1)));

    private static Asked One(LoadedModel model) => Asked(model) with
    {
        Numbers = new Dictionary<string, double[]> { ["dose"] = [0.5], ["codes"] = [1, 2], ["double"] = [0] },
        Pictures = new Dictionary<string, float[]> { ["before"] = [.. Enumerable.Range(0, 64).Select(i => MathF.Sin(i))] },
    };

    private static Asked Other(LoadedModel model) => Asked(model, 5) with
    {
        Numbers = new Dictionary<string, double[]> { ["dose"] = [2], ["codes"] = [7, 0], ["double"] = [1] },
        Pictures = new Dictionary<string, float[]> { ["before"] = [.. Enumerable.Range(0, 64).Select(i => MathF.Cos(i))] },
    };

    private static Dictionary<string, double[]> With(Asked asked, string name, double value) => new(asked.Numbers) { [name] = [value] };

    private static float[] Oracle(LoadedModel model, Asked asked)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(model.Manifest.GraphPath, options);
        using var results = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("image", new DenseTensor<float>(asked.Image, [1, 3, 16, 16])),
            NamedOnnxValue.CreateFromTensor("dose", new DenseTensor<float>(new[] { (float)asked.Numbers["dose"][0] }, [1])),
            NamedOnnxValue.CreateFromTensor("codes", new DenseTensor<long>(Array.ConvertAll(asked.Numbers["codes"], code => (long)code), [1, 2])),
            NamedOnnxValue.CreateFromTensor("double", new DenseTensor<bool>(new[] { asked.Numbers["double"][0] == 1 }, [1])),
            NamedOnnxValue.CreateFromTensor("before", new DenseTensor<float>(asked.Pictures["before"], [1, 1, 8, 8])),
        ]);
        return [.. results.Single().AsTensor<float>()];
    }
}
