using System.Globalization;
using System.Text;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using Xunit;

namespace GradCamService.Explain.Tests.Manifests;

public sealed class ModelManifestTests : IDisposable
{
    private readonly ModelsDirectory _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void The_least_manifest_leaves_to_the_graph_what_the_graph_knows()
    {
        var manifest = Read(LeastManifest.Json);

        Assert.Equal(("mine", "1"), (manifest.Title, manifest.Version));
        Assert.Equal((1.0, Fit.Crop, Resampling.Bicubic), (manifest.Input.Spec.Crop, manifest.Input.Spec.Fit, manifest.Input.Spec.Resize));
        Assert.Equal((32, 24, ColorOrder.Rgb), (manifest.Input.Spec.Width, manifest.Input.Spec.Height, manifest.Input.Spec.Color));
        Assert.Null(manifest.Input.Tensor);
        Assert.Null(manifest.Output);
        Assert.Null(manifest.TargetLayer);
        Assert.Null(manifest.Concepts);
        Assert.Empty(manifest.Layers);
        Assert.Empty(manifest.Bind);
        Assert.Equal(_models.At("mine", "model.onnx"), manifest.GraphPath);
    }

    [Fact]
    public void Tokens_may_say_where_patches_lie_and_which_numbers_words_have()
    {
        var manifest = Read(LeastManifest.With("""
            { "task": "captioning", "vocabulary": "words.json", "bind": { "ids": "caption" },
              "tokens": { "height": 7, "width": 8, "skip": 1, "start": 1, "end": 2 } }
            """));

        Assert.Equal(new TokenGrid(7, 8, 1), manifest.TokenGrid);
        Assert.Equal(new SpecialTokens(Start: 1, End: 2), manifest.SpecialTokens);
        Assert.Equal(20, manifest.MaxLength);
    }

    [Theory]
    [InlineData("0.4", "0.4")]
    [InlineData("\"0.4\"", "0.4")]
    [InlineData("1e-7", "1E-07")]
    [InlineData("\"Otsu\"", "otsu")]
    [InlineData("\"half\"", null)]
    [InlineData("\"p97.50\"", "p97.5")]
    public void A_threshold_is_a_share_or_what_the_map_tells(string written, string? expected)
    {
        var json = LeastManifest.With($$"""{ "threshold": {{written}} }""");

        if (expected is null)
            Assert.Throws<ManifestException>(() => Read(json));
        else
            Assert.Equal(expected, Read(json).Threshold?.Name);
    }

    [Theory]
    [InlineData("NHWC", TensorLayout.Nhwc)]
    [InlineData("nchw", TensorLayout.Nchw)]
    public void A_layout_may_be_given_in_any_case(string written, TensorLayout expected) =>
        Assert.Equal(expected, Read(LeastManifest.With($$"""{ "input": { "layout": "{{written}}" } }""")).Input.Layout);

    [Fact]
    public void Further_photos_have_their_own_channels_and_their_part_of_mean_and_deviation()
    {
        var input = Read(LeastManifest.With(
            """{ "input": { "color": "RGBA", "further": ["gray"], "mean": [1, 2, 3, 4, 5], "std": [255] } }""")).Input;

        Assert.Equal([5, 24, 32], input.Shape);
        Assert.Equal(2, input.Images);
        Assert.Equal((ColorOrder.Rgba, ColorOrder.Gray), (input.Spec.Color, input.Spec.Further[0].Color));
        Assert.Equal([1, 2, 3, 4], input.Spec.Mean);
        Assert.Equal([5], input.Spec.Further[0].Mean);
        Assert.Equal([255], input.Spec.Further[0].Std);
        Assert.Equal([1, 2, 3, 4, 5], input.Spec.OverPhotos(photo => photo.Mean));
        Assert.Equal([255], input.Spec.OverPhotos(photo => photo.Std));
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problems = Problems("""
            { "name": "my model", "task": "clasification", "targetlayer": "head",
              "input": { "width": 0, "height": "24", "colour": "RGB", "crop": 1.5, "mean": [0, 0], "std": [1, 0, 1] } }
            """);

        Assert.Equal(
            [
                "name: must be at most 100 letters, digits, '.', '_', '-', beginning with a letter or digit, is the text \"my model\"",
                "graph: is missing; expected a text with something in it",
                "input.width: must be a whole number from 1 to 4096, is the number 0",
                "input.height: must be a whole number from 1 to 4096, is the text \"24\"",
                "input.crop: must be a finite number above 0 and at most 1, is the number 1.5",
                "input.std[1]: must be a finite number above 0, is the number 0",
                "input.colour: is not known; did you mean 'color'?",
                "targetlayer: is not known; did you mean 'targetLayer'?",
                "task: must be one of classification, captioning, vqa, policy, segmentation, detection, regression, embedding, is the text "
                    + "\"clasification\"",
                "input.mean: must be an array of 1 or 3 numbers, has 2",
            ],
            problems);
    }

    [Theory]
    [InlineData("""{ "input": { "color": "RGBA" } }""", "input.mean: must be an array of 1 or 4 numbers, has 3")]
    [InlineData("""{ "input": { "further": ["gray"] } }""", "input.std: must be an array of 1 or 4 numbers, has 3")]
    [InlineData("""{ "input": { "color": "RGBA", "mean": null, "std": null } }""", "input.mean: is missing; of other channels than a photo's it cannot be found")]
    [InlineData("""{ "input": { "further": ["gray"], "width": null, "mean": [0], "std": [1] } }""", "input.width: is missing; of other channels than a photo's it cannot be found")]
    [InlineData("""{ "input": { "further": ["infrared"] } }""", "input.further[0]: must be one of")]
    [InlineData("""{ "input": { "further": ["gray"], "frames": 4 } }""", "input.further: is for photos of one scene; with frames there are none")]
    [InlineData("""{ "threshold": 1.5 }""", "threshold: must be a share of the maximum from 0 to 1, otsu, or a percentile from p0 to p100")]
    [InlineData("""{ "threshold": "p101" }""", "threshold: must be a share of the maximum from 0 to 1, otsu, or a percentile from p0 to p100")]
    [InlineData("""{ "threshold": [0.1] }""", "threshold: must be a share of the maximum from 0 to 1, otsu, or a percentile from p0 to p100")]
    [InlineData("""{ "version": 1 }""", "version: must be a text")]
    [InlineData("""{ "layers": ["a", "a"] }""", "layers: must be an array of texts, none twice, is an array")]
    [InlineData("""{ "layers": ["a", " ", 1] }""", "layers[1]: must be a text with something in it, is the text \" \"")]
    [InlineData("""{ "layers": ["a", " ", 1] }""", "layers[2]: must be a text with something in it, is the number 1")]
    [InlineData("""{ "layers": "a" }""", "layers: must be an array of texts, none twice, is the text \"a\"")]
    [InlineData("""{ "layers": ["a"], "targetLayer": "b" }""", "targetLayer: 'b' is not among layers: a")]
    [InlineData("""{ "sha256": { "model.onnx": "abc" } }""", "sha256.model.onnx: must be 64 hexadecimal digits, is the text \"abc\"")]
    [InlineData("""{ "encoder": { "graph": "a.onnx" } }""", "encoder.output: is missing")]
    [InlineData("""{ "encoder": { "graph": "a.onnx", "output": "x" } }""", "bind: must bind one of the graph's inputs to encoder")]
    [InlineData("""{ "bind": { "features": "encoder" } }""", "encoder: is missing")]
    [InlineData("""{ "bind": { "ids": "captions" } }""", "bind.ids: must be one of encoder, caption, question")]
    [InlineData("""{ "bind": { "ids": "caption" } }""", "bind: caption belongs to captioning")]
    [InlineData("""{ "bind": { "age": 30 } }""", "bind.age: must be one of encoder, caption, question, numbers, picture, constant, is the number 30")]
    [InlineData("""{ "bind": { "age": {} } }""", "bind.age.from: is missing; expected one of encoder, caption, question, numbers, picture, constant")]
    [InlineData("""{ "bind": { "age": { "from": "numbers", "default": 30 } } }""", "bind.age.default: must be an array of finite numbers, 1 to 65536, is the number 30")]
    [InlineData("""{ "bind": { "age": { "from": "numbers", "minimum": 0 } } }""", "bind.age.minimum: is not known; did you mean 'min'?")]
    [InlineData("""{ "bind": { "age": { "from": "numbers", "value": [1] } } }""", "bind.age.value: belongs to constant; from is numbers")]
    [InlineData("""{ "bind": { "age": { "from": "picture", "shape": [1] } } }""", "bind.age.shape: belongs to numbers and constant; from is picture")]
    [InlineData("""{ "bind": { "age": { "from": "constant" } } }""", "bind.age.value: is missing; expected an array of finite numbers")]
    [InlineData("""{ "bind": { "age": { "from": "numbers", "min": 2, "max": 1.5 } } }""", "bind.age.min: is 2, above max, which is 1.5")]
    [InlineData("""{ "bind": { "age": { "from": "numbers", "max": 1.5, "default": [1, 2] } } }""", "bind.age.default: has 2, which is not from min to max")]
    [InlineData("""{ "bind": { "old": { "from": "picture", "std": [1] } } }""", "bind.old.mean: is missing; mean and std belong to each other")]
    [InlineData("""{ "bind": { "old": { "from": "picture", "color": "gray", "mean": [1, 2, 3], "std": [1] } } }""",
        "bind.old.mean: must be an array of 1 number, or of 1 for gray; has 3")]
    [InlineData("""{ "bind": { "Age": "numbers", "age": "picture" } }""", "bind: 'Age' and 'age' differ in case only")]
    [InlineData("""{ "bind": { "x": "numbers" }, "input": { "tensor": "x" } }""", "bind: 'x' is the image's own tensor")]
    [InlineData("""{ "task": "captioning" }""", "bind: must bind one of the graph's inputs to caption for captioning")]
    [InlineData("""{ "task": "captioning", "vocabulary": "v.json" }""", "tokens: must give the numbers of start and end")]
    [InlineData("""{ "task": "vqa", "bind": { "q": "question" } }""", "vocabulary: is missing")]
    [InlineData("""{ "actions": ["left"] }""", "actions: belongs to policy; task is classification")]
    [InlineData("""{ "task": "policy", "answers": "a.json" }""", "answers: belongs to vqa; task is policy")]
    [InlineData("""{ "input": { "frames": 4 } }""", "input.frames: is 4; more than one frame is for policy only")]
    [InlineData("""{ "input": { "color": "gray" } }""", "input.mean: must be an array of 1 number, has 3")]
    [InlineData("""{ "input": { "std": [1e-60, 1, 1] } }""", "input.std[0]: must be a finite number above 0, is the number 1e-60")]
    [InlineData("""{ "input": { "mean": [1e999, 1, 1] } }""", "input.mean[0]: must be a finite number, is the number 1e999")]
    [InlineData("""{ "input": { "color": 1 } }""", "input.color: must be one of RGB, BGR, gray, RGBA, BGRA, grayalpha, is the number 1")]
    [InlineData("""{ "input": { "fit": "crop, pad" } }""", "input.fit: must be one of crop, stretch, pad, is the text \"crop, pad\"")]
    [InlineData("""{ "input": { "fit": "2" } }""", "input.fit: must be one of crop, stretch, pad, is the text \"2\"")]
    [InlineData("""{ "input": { "width": 32.0 } }""", "input.width: must be a whole number from 1 to 4096, is the number 32.0")]
    [InlineData("""{ "input": [] }""", "input: must be an object, is an empty array")]
    [InlineData("""{ "zzzzzz": 1 }""", "zzzzzz: is not known; known are $schema, name, title, ")]
    [InlineData(
        """{ "encoder": { "graph": "a.onnx", "output": 5 } }""", "encoder.output: must be a text with something in it, is the number 5")]
    [InlineData("""{ "tokens": { "height": 7 } }""", "tokens.width: is missing")]
    [InlineData("""{ "tokens": { "start": -1 } }""", "tokens.start: must be a whole number from 0")]
    [InlineData("""{ "tokens": { "hight": 7 } }""", "tokens.hight: is not known; did you mean 'height'?")]
    public void A_wrong_field_is_named_with_what_was_expected(string change, string expected) =>
        Assert.Contains(Problems(LeastManifest.With(change)), problem => problem.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("{ \"name\": ", "is not valid JSON")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }", "is not valid JSON")]
    [InlineData("{ \"input\": { \"width\": 1, \"width\": 2 } }", "is not valid JSON")]
    [InlineData("{ \"\\ud800\": 1 }", "has a text with half a surrogate pair")]
    [InlineData("{ \"name\": \"\\ud800\" }", "has a text with half a surrogate pair")]
    [InlineData("[]", "must be an object, is an empty array")]
    [InlineData("null", "must be an object, is null")]
    public void A_file_that_is_no_object_is_refused(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void A_missing_manifest_is_told_with_its_path()
    {
        var error = Assert.Throws<ManifestException>(() => ModelManifest.Read(_models.At("nothing"), TaskTable.Rules));

        Assert.Equal($"{_models.At("nothing", "model.json")}: is not there", error.Message);
    }

    [Fact]
    public void A_file_that_is_not_utf_8_is_refused()
    {
        var folder = _models.Write("mine", "model.json", "");
        File.WriteAllBytes(
            Path.Combine(folder, "model.json"), Encoding.Latin1.GetBytes(LeastManifest.Json + "é"));

        Assert.Equal(["is not UTF-8"], Assert.Throws<ManifestException>(() => ModelManifest.Read(folder, TaskTable.Rules)).Problems);
    }

    [Fact]
    public void A_byte_order_mark_is_no_error() => Assert.Equal("mine", Read("\ufeff" + LeastManifest.Json).Name);

    [Fact]
    public void Null_counts_as_absent_and_a_schema_may_be_named()
    {
        var manifest = Read(LeastManifest.With(
            """{ "$schema": "model.schema.json", "license": null, "layers": null, "input": { "crop": null } }"""));

        Assert.Null(manifest.License);
        Assert.Empty(manifest.Layers);
        Assert.Equal(1, manifest.Input.Spec.Crop);
    }

    [Theory]
    [InlineData("de-DE")] // 1,5
    [InlineData("tr-TR")] // I and i are other letters
    [InlineData("sv-SE")] // −1
    public void A_manifest_means_the_same_in_every_culture(string name)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);

            var manifest = Read(LeastManifest.With(
                """{ "task": "CLASSIFICATION", "input": { "crop": 0.875, "fit": "CROP", "resize": "BILINEAR" } }"""));
            var problems = Problems(LeastManifest.With("""{ "naMe": 1, "maxLength": -1, "input": { "crop": 1.5, "fıt": "crop" } }"""));

            Assert.Equal(("classification", 0.875, Fit.Crop), (manifest.Task, manifest.Input.Spec.Crop, manifest.Input.Spec.Fit));
            Assert.Equal(Resampling.Bilinear, manifest.Input.Spec.Resize);
            Assert.Contains("input.crop: must be a finite number above 0 and at most 1, is the number 1.5", problems);
            Assert.Contains("maxLength: must be a whole number from 1 to 1000, is the number -1", problems);
            Assert.Contains("naMe: is not known; did you mean 'name'?", problems);
            Assert.Contains("input.fıt: is not known; did you mean 'fit'?", problems);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_wrong_value_is_not_told_a_second_time_as_missing() => Assert.Equal(
        [
            "vocabulary: must be a text with something in it, is the number 1",
            "tokens.height: must be a whole number from 1 to 4096, is the number 0",
        ],
        Problems(LeastManifest.With("""
            { "task": "captioning", "bind": { "ids": "caption" }, "vocabulary": 1, "tokens": { "height": 0, "width": 2 } }
            """)).Order(StringComparer.Ordinal).Reverse());

    private ModelManifest Read(string json) => ModelManifest.Read(_models.Write("mine", "model.json", json), TaskTable.Rules);

    private IReadOnlyList<string> Problems(string json) => Assert.Throws<ManifestException>(() => Read(json)).Problems;
}
