using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Explainers;
using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>What is read from a graph that nobody described, and what is refused with a reason.</summary>
[Collection(TorchCollection.Name)]
public sealed class InferenceTests : IDisposable
{
    private const int UInt8 = 2;

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void An_open_height_and_width_become_224()
    {
        var network = SmallNetworks.Plain();
        network.Graph.Input[0] = NetworkBuilder.Value("image", 1, "batch", 3, "height", "width");

        var model = _models.Load(network, "open");

        Assert.Equal([3, 224, 224], model.InputShape);
        Assert.StartsWith("224", model.Manifest.Inferred["input.height"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_fixes_a_batch_of_one_is_run_image_by_image()
    {
        var network = SmallNetworks.Plain();
        network.Graph.Input[0] = NetworkBuilder.Value("image", 1, 1, 3, 16, 16);

        var model = _models.Load(network, "fixed");

        Assert.Equal(1, model.MaxBatch);
        Assert.Equal("its file fixes a batch of one image", model.OneByOne);
    }

    [Theory]
    [InlineData(1L, 12L)] // images in one row: refused by the linear layer, or mixed
    [InlineData(-1L, 24L)]
    public void A_reshape_that_fixes_the_batch_behind_an_open_input_is_found(long rows, long columns)
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16))
            .Weight("w3", SmallNetworks.Classes, columns).Weight("b3", SmallNetworks.Classes).Longs("shape", rows, columns)
            .Node("GlobalAveragePool", "relu2", "pooled").Node("GlobalMaxPool", "relu2", "largest")
            .Node("Concat", columns == 24 ? "pooled largest" : "pooled", "both", ("axis", 1))
            .Node("Reshape", "both shape", "flat")
            .Node("Gemm", "flat w3 b3", "logits", ("transB", 1)).Output("logits");

        var model = _models.Load(network, "reshape");

        Assert.Equal(rows == 1 ? 1 : int.MaxValue, model.MaxBatch);
        Assert.Equal(rows == 1, model.OneByOne is not null);
    }

    [Fact]
    public void A_batch_gives_each_image_what_it_gets_alone()
    {
        var model = _models.Load(SmallNetworks.Plain(), "batch");
        Asked Item(int shift) => new(ModelsFolder.Pattern(model, shift), Asked.Scores(new ClassScore(1)));

        var together = model.Explain([Item(0), Item(5)], "relu2", MethodTable.GuidedGradCam);

        for (var i = 0; i < 2; i++)
        {
            var alone = model.Explain([Item(5 * i)], "relu2", MethodTable.GuidedGradCam)[0];
            Assert.InRange(Deviation.Of(alone.Explanations[0].Map!.Values, together[i].Explanations[0].Map!.Values), 0, Tolerances.Batch);
        }
    }

    [Fact]
    public void Of_two_outputs_the_scores_are_explained_and_not_the_features()
    {
        var network = SmallNetworks.Plain();
        network.Graph.Output.Insert(0, new() { Name = "flat" });

        Assert.Equal("logits", _models.Load(network, "two").Manifest.Output);
    }

    [Fact]
    public void Auxiliary_heads_are_passed_over()
    {
        var network = SmallNetworks.Plain();
        network.Weight("w4", 7, 8).Node("GlobalAveragePool", "relu1", "early").Node("Flatten", "early", "early.flat")
            .Node("Gemm", "early.flat w4", "auxiliary", ("transB", 1));
        network.Graph.Output.Insert(0, new() { Name = "auxiliary" });

        var model = _models.Load(network, "auxiliary");

        Assert.Equal("logits", model.Manifest.Output);
        Assert.Equal("relu2", model.DefaultLayer.Name);
    }

    [Fact]
    public void A_map_inside_the_network_may_have_its_channels_last()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16))
            .Weight("mix", 12, 12).Node("Transpose", "relu2", "rows", ("perm", new long[] { 0, 2, 3, 1 }))
            .Node("MatMul", "rows mix", "mixed").Node("Relu", "mixed", "relu3")
            .Weight("w3", SmallNetworks.Classes, 12)
            .Node("ReduceMean", "relu3", "flat", ("axes", new long[] { 1, 2 }), ("keepdims", 0))
            .Node("Gemm", "flat w3", "logits", ("transB", 1)).Output("logits");

        var model = _models.Load(network, "inside");

        Assert.Equal("relu3", model.DefaultLayer.Name);
        Assert.Equal([8, 8, 12], model.DefaultLayer.Shape);
        var map = ModelsFolder.Explain(model).Explanations[0].Map!;
        Assert.Equal((8, 8), (map.Height, map.Width));
        // Behind a global average, the map is the class's score spread over the positions: M = Σ_k w_k A_k / hw, whose sum is the score.
        Assert.Equal(ModelsFolder.Explain(model).Explanations[0].Score, map.Values.Sum(), Tolerances.SameInput);
    }

    [Fact]
    public void Values_are_not_scaled_twice_where_the_graph_scales_them()
    {
        var bytes = SmallNetworks.Features(new NetworkBuilder().Input("pixels", UInt8, "batch", 16, 16, 3).Floats("scale", [1 / 255f])
            .Node("Cast", "pixels", "real", ("to", 1)).Node("Mul", "real scale", "unit")
            .Node("Transpose", "unit", "image", ("perm", new long[] { 0, 3, 1, 2 }))).Head("relu2", "logits").Output("logits");
        var unit = SmallNetworks.Features(new NetworkBuilder().Input("pixels", 1, "batch", 3, 16, 16)
            .Floats("mean", [0.485f, 0.456f, 0.406f], 3, 1, 1).Node("Sub", "pixels mean", "image")).Head("relu2", "logits")
                .Output("logits");

        var (first, second) = (_models.Load(bytes, "bytes"), _models.Load(unit, "unit"));

        Assert.Equal((0f, 1f), (first.Manifest.Input.Spec.Mean[0], first.Manifest.Input.Spec.Std[0]));
        Assert.Equal((0f, 255f), (second.Manifest.Input.Spec.Mean[0], second.Manifest.Input.Spec.Std[0]));
        Assert.Equal("relu2", second.DefaultLayer.Name);
        Assert.Contains(ModelsFolder.Explain(first).Explanations[0].Attribution!, value => value != 0);
    }

    [Fact]
    public void One_channel_is_grey()
    {
        var network = SmallNetworks.Plain();
        network.Graph.Input[0] = NetworkBuilder.Value("image", 1, "batch", 1, 16, 16);
        network.Graph.Initializer.RemoveAt(0);
        network.Weight("w1", 8, 1, 3, 3);

        var model = _models.Load(network, "grey");

        Assert.Equal(ColorOrder.Gray, model.Manifest.Input.Spec.Color);
        Assert.Equal([1, 16, 16], model.InputShape);
    }

    [Fact]
    public void Labels_beside_the_file_name_the_classes()
    {
        var folder = SmallNetworks.Plain().SaveInto(_models.Path, "labelled");
        File.WriteAllText(Path.Combine(folder, "labels.txt"), "cat\ndog\nn02007558 flamingo, long-legged bird\nhot dog\ncrane\n\n");

        var concepts = _models.Load(folder).Concepts;

        Assert.Equal(["cat", "dog", "flamingo", "hot dog", "crane"], concepts.Classes.Select(concept => concept.Label));
        Assert.Equal("n02007558", concepts.Classes[2].Id);
        Assert.Equal(["long-legged bird"], concepts.Classes[2].Synonyms);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        var folder = SmallNetworks.Plain().SaveInto(_models.Path, "mislabelled");
        File.WriteAllText(Path.Combine(folder, "labels.txt"), "cat\ndog\n");

        Assert.Contains("there are 2, and the network has 5 outputs", _models.Entry(folder).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_directory_of_models_is_called_by_its_name()
    {
        SmallNetworks.Plain().SaveInto(_models.Path, ".", "my net (v2).onnx");

        Assert.Equal("my-net--v2", _models.Load(Path.Combine(_models.Path, "my net (v2).onnx")).Name);
    }

    [Fact]
    public void The_described_manifest_reproduces_the_model()
    {
        var folder = SmallNetworks.Plain().SaveInto(_models.Path, "described");
        File.WriteAllText(Path.Combine(folder, "labels.txt"), "a\nb\nc\nd\ne");
        var bare = _models.Load(folder);
        File.WriteAllText(Path.Combine(folder, ModelManifest.FileName), ManifestWriter.Write(bare.Manifest));

        var described = _models.Load(folder);

        Assert.Empty(described.Manifest.Inferred);
        Assert.Equal(bare.Manifest.Input.Spec with { Mean = [], Std = [] }, described.Manifest.Input.Spec with { Mean = [], Std = [] });
        Assert.Equal(bare.Manifest.Input.Spec.Mean, described.Manifest.Input.Spec.Mean);
        Assert.Equal(bare.Manifest.Input.Spec.Std, described.Manifest.Input.Spec.Std);
        Assert.Equal((bare.Name, bare.Sha256, bare.Manifest.Output), (described.Name, described.Sha256, described.Manifest.Output));
        Assert.Equal(bare.Layers.Select(layer => (layer.Name, layer.IsDefault)),
            described.Layers.Select(layer => (layer.Name, layer.IsDefault)));
        Assert.Equal(bare.Concepts.Classes.Select(concept => concept.Label), described.Concepts.Classes.Select(concept => concept.Label));
        Assert.Equal(ModelsFolder.Explain(bare).Explanations[0].Map!.Values, ModelsFolder.Explain(described).Explanations[0].Map!.Values);
    }

    [Fact]
    public void A_manifest_may_leave_layers_and_output_to_the_graph()
    {
        var folder = SmallNetworks.Plain().SaveInto(_models.Path, "partly");
        File.WriteAllText(Path.Combine(folder, ModelManifest.FileName), """
            { "name": "partly", "task": "classification", "graph": "model.onnx",
                "input": { "width": 16, "height": 16, "mean": [0], "std": [1] } }
            """);

        var model = _models.Load(folder);

        Assert.Equal("relu2", model.DefaultLayer.Name);
        Assert.Equal(["layers", "output", "scores", "targetLayer"], model.Manifest.Inferred.Keys.Order());
    }

    [Fact]
    public void A_manifest_that_names_a_pooled_layer_is_told_which_layers_work()
    {
        var folder = SmallNetworks.Plain().SaveInto(_models.Path, "pooled");
        File.WriteAllText(Path.Combine(folder, ModelManifest.FileName), """
            { "name": "pooled", "task": "classification", "graph": "model.onnx", "targetLayer": "pooled",
              "input": { "width": 16, "height": 16, "mean": [0], "std": [1] } }
            """);

        Assert.Contains("layers that work are 'relu1', 'relu2'", _models.Entry(folder).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_are_not_offered_are_known_with_and_without_positions()
    {
        var others = _models.Load(SmallNetworks.Plain(), "others").OtherTensors;

        Assert.True(others["conv2"].HasPositions);
        Assert.False(others["pooled"].HasPositions);
        Assert.Equal([12L, 1, 1], others["pooled"].Shape);
    }

    [Fact]
    public void A_detector_is_refused_with_its_outputs()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16)).Output("relu1", "relu2");
        var reason = _models.Reason(network, "detector");

        Assert.Contains("no output has the shape [N, classes] of a classifier's scores", reason, StringComparison.Ordinal);
        Assert.Contains("there are 'relu1' [N, 8, 16, 16]; 'relu2' [N, 12, 8, 8]", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_positions_is_refused()
    {
        var network = new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16).Weight("w", 5, 768)
            .Node("Flatten", "image", "flat").Node("Gemm", "flat w", "logits", ("transB", 1)).Output("logits");

        Assert.Contains("no layer has more than one position", _models.Reason(network, "linear"), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_inputs_than_an_image_are_refused_by_name()
    {
        var network = SmallNetworks.Plain().Input("question", 7, "batch", "words");

        Assert.Contains("there are 'image' [?, 3, 16, 16]; 'question' [?, ?]", _models.Reason(network, "questions"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_without_or_with_several_onnx_files_are_refused()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_models.Path, "empty")).FullName;
        var several = SmallNetworks.Plain().SaveInto(_models.Path, "several");
        SmallNetworks.Plain().SaveInto(_models.Path, "several", "other.onnx");

        Assert.Contains("is not there, nor an ONNX file beside it", _models.Entry(empty).Reason, StringComparison.Ordinal);
        Assert.Contains("of 2 ONNX files (model.onnx, other.onnx) none is the model", _models.Entry(several).Reason,
            StringComparison.Ordinal);
    }
}
