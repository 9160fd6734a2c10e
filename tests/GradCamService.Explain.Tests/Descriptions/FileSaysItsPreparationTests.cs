using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx.Proto;
using Xunit;

namespace GradCamService.Explain.Tests.Descriptions;

/// <summary>Reported networks whose files say how photos are prepared, and others of their kind.</summary>
[Collection(TorchCollection.Name)]
public sealed class FileSaysItsPreparationTests : IDisposable
{
    private const string Kind = "file-says-its-preparation";

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Hugging_faces_processor_and_configuration_are_read()
    {
        var model = _models.Load(ReportFolder.Copy(_models, Kind, "hf"));

        // rescale_factor 1/255, mean and deviation 0.5: 127.5 of 255.
        Assert.All([.. model.Manifest.Input.Spec.Mean, .. model.Manifest.Input.Spec.Std], number => Assert.Equal(127.5, number, 1e-4));
        Assert.Equal((1.0, Fit.Stretch, Resampling.Bicubic), CutOf(model));
        Assert.Equal(["cat", "dog", "fish", "bird", "cow"], LabelsOf(model));
        Assert.StartsWith("preprocessor_config.json: rescale_factor", model.Manifest.Inferred["input.mean"], StringComparison.Ordinal);
        Assert.StartsWith("config.json: a map from index to label under 'id2label', UTF-8", model.Manifest.Inferred["concepts"], StringComparison.Ordinal);
    }

    [Fact]
    public void Onnx_image_metadata_ask_for_blue_first_and_bytes()
    {
        var model = _models.Load(ReportFolder.Copy(_models, Kind, "meta-bgr"));

        AssertScale(model, 0, 1, ColorOrder.Bgr);
        Assert.Equal("metadata_props of the file: Image.BitmapPixelFormat is Bgr8", model.Manifest.Inferred["input.color"]);
        Assert.Equal("metadata_props of the file: Image.NominalPixelRange is NominalRange_0_255", model.Manifest.Inferred["input.std"]);
    }

    [Fact]
    public void A_grey_network_of_bytes_says_so_too()
    {
        var model = _models.Load(ReportFolder.Copy(_models, Kind, "mnist"));

        AssertScale(model, 0, 1, ColorOrder.Gray);
        Assert.Equal([1, 28, 28], model.InputShape);
    }

    [Fact]
    public void Ultralytics_classifiers_are_known_by_their_metadata()
    {
        var model = _models.Load(ReportFolder.Copy(_models, Kind, "ultra"));

        AssertScale(model, 0, 255, ColorOrder.Rgb);
        Assert.Equal((1.0, Fit.Crop, Resampling.Bilinear), CutOf(model));
        Assert.Equal(["cat", "dog", "fish", "bird", "cow"], LabelsOf(model));
        Assert.StartsWith("metadata_props of the file: 'names'", model.Manifest.Inferred["concepts"], StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_the_nodes_behind_the_scores_name_the_classes()
    {
        var model = _models.Load(ReportFolder.Copy(_models, "zipmap-strings", "customvision"));

        Assert.Equal(["cat", "dog", "fish"], LabelsOf(model));
        Assert.Equal("the file: labels of the nodes behind its scores", model.Manifest.Inferred["concepts"]);
        Assert.Equal("logits", model.Manifest.Output);
        AssertScale(model, 0, 1, ColorOrder.Bgr);
    }

    [Theory]
    [InlineData("Normalized_0_1", 0, 255)]
    [InlineData("Normalized_1_1", 127.5, 127.5)]
    [InlineData("NominalRange_16_235", -18.630, 1.16438)] // 0 becomes 16, 255 becomes 235
    public void Every_nominal_range_of_onnx_is_known(string range, double mean, double std)
    {
        var model = _models.Load(With(SmallNetworks.Plain(), ("Image.NominalPixelRange", range)), "range");

        Assert.Equal(mean, model.Manifest.Input.Spec.Mean[0], 1e-3);
        Assert.Equal(std, model.Manifest.Input.Spec.Std[0], 1e-3);
    }

    [Fact]
    public void Imgsz_is_the_size_of_an_open_input()
    {
        var network = With(SmallNetworks.Plain(), ("names", "{0: 'a', 1: \"b's\", 2: 'c', 3: 'd', 4: 'e'}"), ("imgsz", "[32, 48]"), ("task", "classify"));
        network.Graph.Input[0] = NetworkBuilder.Value("image", 1, "batch", 3, "height", "width");

        var model = _models.Load(network, "open");

        Assert.Equal([3, 32, 48], model.InputShape);
        Assert.Equal("b's", model.Concepts.Label(1));
    }

    [Theory]
    [InlineData("classes", "[\"a\", \"b\", \"c\", \"d\", \"e\"]")]
    [InlineData("labels", "{\"0\": \"a\", \"1\": \"b\", \"2\": \"c\", \"3\": \"d\", \"4\": \"e\"}")]
    public void Labels_in_the_metadata_may_be_json(string key, string text)
    {
        var model = _models.Load(With(SmallNetworks.Plain(), (key, text)), key);

        Assert.Equal(["a", "b", "c", "d", "e"], LabelsOf(model));
    }

    [Theory]
    [InlineData("""{ "size": { "shortest_edge": 256 }, "crop_size": { "height": 224, "width": 224 }, "do_center_crop": true }""", 0.875, Fit.Crop)]
    [InlineData("""{ "size": { "shortest_edge": 224 }, "crop_pct": 0.9 }""", 0.9, Fit.Crop)]
    [InlineData("""{ "size": { "shortest_edge": 384 }, "crop_pct": 0.9 }""", 1, Fit.Stretch)]
    [InlineData("""{ "size": 224 }""", 1, Fit.Stretch)]
    [InlineData("""{ "size": 256, "crop_size": 224, "do_center_crop": true }""", 0.875, Fit.Crop)]
    [InlineData("""{ "size": { "height": 224, "width": 224 }, "do_center_crop": false, "crop_size": 200 }""", 1, Fit.Stretch)]
    public void Sizes_of_the_processor_become_crop_and_fit(string processor, double crop, Fit fit)
    {
        var model = _models.Load(Beside("preprocessor_config.json", processor));

        Assert.Equal((crop, fit), (model.Manifest.Input.Spec.Crop, model.Manifest.Input.Spec.Fit));
    }

    [Theory]
    [InlineData("""{ "do_rescale": false, "image_mean": [104, 117, 124], "image_std": [1, 1, 1] }""", 104, 1)]
    [InlineData("""{ "do_rescale": true, "do_normalize": false, "image_mean": [0.5, 0.5, 0.5] }""", 0, 255)]
    [InlineData("""{ "rescale_factor": 0.00784313725, "rescale_offset": true, "do_rescale": true, "do_normalize": false }""", 127.5, 127.5)]
    public void Rescaling_and_normalization_become_one_scale(string processor, double mean, double std)
    {
        var spec = _models.Load(Beside("preprocessor_config.json", processor)).Manifest.Input.Spec;

        Assert.Equal(mean, spec.Mean[0], 1e-3);
        Assert.Equal(std, spec.Std[0], 1e-3);
    }

    [Theory]
    [InlineData(0, Resampling.Nearest)]
    [InlineData(1, Resampling.Lanczos)]
    [InlineData(2, Resampling.Bilinear)]
    [InlineData(4, Resampling.Box)]
    public void Pillows_filters_are_known_by_their_numbers(int number, Resampling filter) =>
        Assert.Equal(filter, _models.Load(Beside("preprocessor_config.json", $$"""{ "resample": {{number}}, "do_flip_channel_order": true }"""))
            .Manifest.Input.Spec.Resize);

    [Fact]
    public void Timms_configuration_of_the_weights_is_read()
    {
        var model = _models.Load(Beside("config.json", """
            { "architecture": "x", "num_classes": 5, "label_names": ["a", "b", "c", "d", "e"],
              "pretrained_cfg": { "input_size": [3, 32, 32], "crop_pct": 0.95, "crop_mode": "center", "interpolation": "bicubic",
                "mean": [0.4, 0.5, 0.6], "std": [0.2, 0.2, 0.2] } }
            """));

        Assert.Equal((0.95, Fit.Crop, Resampling.Bicubic), CutOf(model));
        Assert.Equal([102f, 127.5f, 153f], model.Manifest.Input.Spec.Mean);
        Assert.Equal([51f, 51f, 51f], model.Manifest.Input.Spec.Std);
        Assert.Equal("b", model.Concepts.Label(1));
        Assert.Equal("the input's size, which is fixed; config.json: pretrained_cfg.input_size is 32", model.Manifest.Inferred["input.width"]);
    }

    [Fact]
    public void Of_an_exporters_folder_the_configurations_above_count()
    {
        var folder = Path.Combine(_models.Path, "exported");
        SmallNetworks.Plain().SaveInto(folder, "onnx");
        SmallNetworks.Plain().SaveInto(folder, "onnx", "model_quantized.onnx");
        File.WriteAllText(Path.Combine(folder, "config.json"), """{ "id2label": { "0": "a", "1": "b", "2": "c", "3": "d", "4": "e" } }""");
        File.WriteAllText(Path.Combine(folder, "preprocessor_config.json"), """{ "image_mean": [0.5], "image_std": [0.5] }""");

        foreach (var place in new[] { folder, Path.Combine(folder, "onnx"), Path.Combine(folder, "onnx", "model.onnx") })
        {
            if (place.EndsWith("onnx", StringComparison.Ordinal) && Directory.Exists(place))
                File.Delete(Path.Combine(place, "model_quantized.onnx"));
            var model = _models.Load(place);
            Assert.Equal("a", model.Concepts.Label(0));
            Assert.Equal(127.5, model.Manifest.Input.Spec.Mean[0], 1e-4);
        }
        Assert.Equal("exported", _models.Load(Path.Combine(folder, "onnx", "model.onnx")).Name);
    }

    [Theory]
    [InlineData("preprocessor_config.json", """{ "image_mean": "0.5" }""", "image_mean: must be 1 or 3 numbers, is the text \"0.5\"")]
    [InlineData("preprocessor_config.json", """{ "size": { "longest_edge": 5 } }""", "size: must have shortest_edge, or height and width")]
    [InlineData("preprocessor_config.json", """{ "image_mean": [0.5], "image_std": [0] }""", "image_std: must be more than 0")]
    [InlineData("preprocessor_config.json", """{ "size": """, "preprocessor_config.json: is not valid JSON")]
    [InlineData("preprocessor_config.json", "[]", "preprocessor_config.json: must be an object")]
    [InlineData("config.json", """{ "pretrained_cfg": { "crop_pct": 2 } }""", "pretrained_cfg.crop_pct: must be more than 0 and at most 1")]
    [InlineData("config.json", """{ "id2label": { "0": "a", "2": "b" } }""", "the index 1 is missing; 2 labels have the indices 0 to 1")]
    public void A_broken_configuration_is_refused_and_nothing_is_guessed(string file, string text, string reason) =>
        Assert.Contains(reason, _models.Entry(Beside(file, text)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_described_manifest_has_the_labels_of_the_metadata()
    {
        var folder = ReportFolder.Copy(_models, Kind, "ultra");
        File.WriteAllText(Path.Combine(folder, ModelManifest.FileName), ManifestWriter.Write(_models.Load(folder).Manifest));

        var described = _models.Load(folder);

        Assert.Empty(described.Manifest.Inferred);
        Assert.Equal(["cat", "dog", "fish", "bird", "cow"], LabelsOf(described));
    }

    [Fact]
    public void A_manifest_leaves_open_what_the_file_says()
    {
        var folder = With(SmallNetworks.Plain(), ("Image.NominalPixelRange", "Normalized_1_1")).SaveInto(_models.Path, "partly");
        File.WriteAllText(Path.Combine(folder, "model.json"),
            """{ "name": "partly", "task": "classification", "graph": "model.onnx", "input": { "crop": 0.5 } }""");

        var model = _models.Load(folder);

        AssertScale(model, 127.5f, 127.5f, ColorOrder.Rgb);
        Assert.Equal([3, 16, 16], model.InputShape);
        Assert.Equal(0.5, model.Manifest.Input.Spec.Crop);
        Assert.DoesNotContain("input.crop", model.Manifest.Inferred.Keys);
        Assert.Equal("the input's size", model.Manifest.Inferred["input.width"]);
    }

    private string Beside(string file, string text)
    {
        var folder = SmallNetworks.Plain().SaveInto(_models.Path, "described");
        File.WriteAllText(Path.Combine(folder, file), text);
        return folder;
    }

    private static NetworkBuilder With(NetworkBuilder network, params (string Key, string Value)[] metadata)
    {
        network.Model.MetadataProps.Add(metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return network;
    }

    private static IEnumerable<string> LabelsOf(LoadedModel model) => model.Concepts.Classes.Select(concept => concept.Label);

    private static (double, Fit, Resampling) CutOf(LoadedModel model) =>
        (model.Manifest.Input.Spec.Crop, model.Manifest.Input.Spec.Fit, model.Manifest.Input.Spec.Resize);

    private static void AssertScale(LoadedModel model, float mean, float std, ColorOrder color)
    {
        Assert.Equal([mean], model.Manifest.Input.Spec.Mean);
        Assert.Equal([std], model.Manifest.Input.Spec.Std);
        Assert.Equal(color, model.Manifest.Input.Spec.Color);
    }
}
