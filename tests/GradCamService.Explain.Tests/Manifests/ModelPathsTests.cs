using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using Xunit;

namespace GradCamService.Explain.Tests.Manifests;

public sealed class ModelPathsTests : IDisposable
{
    private readonly ModelsDirectory _models = new();
    private readonly ModelsDirectory _elsewhere = new();
    private readonly string _folder;

    public ModelPathsTests()
    {
        _folder = _models.Write("mine", "model.onnx", "graph");
        _models.Write("other", "model.onnx", "graph");
        _elsewhere.Write("secret", "model.onnx", "secret");
    }

    public void Dispose()
    {
        _models.Dispose();
        _elsewhere.Dispose();
    }

    [Theory]
    [InlineData("model.onnx", "mine/model.onnx")]
    [InlineData("./model.onnx", "mine/model.onnx")]
    [InlineData("../other/model.onnx", "other/model.onnx")]
    [InlineData("../mine/../other/model.onnx", "other/model.onnx")]
    [InlineData("weights/not there yet.bin", "mine/weights/not there yet.bin")]
    public void A_path_inside_the_directory_of_models_is_resolved(string file, string expected) =>
        Assert.Equal(_models.At(expected), Resolve(file).Path);

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("C:/model.onnx")]
    [InlineData("..\\other\\model.onnx")]
    [InlineData("")]
    [InlineData("model.onnx\0")]
    public void A_path_that_is_not_relative_is_refused(string file) =>
        Assert.Contains("must be a path relative to the model's folder", Resolve(file).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("../..")]
    [InlineData("../../etc/passwd")]
    [InlineData("../other/../../secret/model.onnx")]
    public void A_path_that_leaves_the_directory_of_models_is_refused(string file) =>
        Assert.Contains("leaves the directory of models", Resolve(file).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_directory_whose_name_begins_alike_is_outside()
    {
        var twin = _models.Root + "-twin";
        Assert.Contains("leaves", Resolve($"../../{Path.GetFileName(twin)}/model.onnx").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_outside_is_refused()
    {
        File.CreateSymbolicLink(_models.At("mine", "link.onnx"), _elsewhere.At("secret", "model.onnx"));

        Assert.Contains("is a link that leaves", Resolve("link.onnx").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_folder_outside_is_refused()
    {
        Directory.CreateSymbolicLink(_models.At("mine", "weights"), _elsewhere.At("secret"));
        Directory.CreateSymbolicLink(_models.At("mine", "indirect"), "weights");

        Assert.Contains("is a link that leaves", Resolve("weights/model.onnx").Problem, StringComparison.Ordinal);
        Assert.Contains("is a link that leaves", Resolve("indirect/model.onnx").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_stay_inside_are_followed_as_in_a_mounted_config_map()
    {
        _models.Write("mine/..2024", "model.onnx", "graph");
        Directory.CreateSymbolicLink(_models.At("mine", "..data"), "..2024");
        File.CreateSymbolicLink(_models.At("mine", "linked.onnx"), "..data/model.onnx");

        Assert.Equal(_models.At("mine", "..2024", "model.onnx"), Resolve("linked.onnx").Path);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_models.At("mine", "a"), "b");
        File.CreateSymbolicLink(_models.At("mine", "b"), "a");

        Assert.NotNull(Resolve("a").Problem);
    }

    [Fact]
    public void A_folder_that_its_operator_linked_into_the_directory_is_read()
    {
        Directory.CreateSymbolicLink(_models.At("linked"), _elsewhere.At("secret"));

        Assert.True(ModelPaths.TryResolve(_models.At("linked"), "model.onnx", out var path, out _));
        Assert.Equal(_elsewhere.At("secret", "model.onnx"), path);
    }

    [Fact]
    public void A_folder_below_the_root_has_no_siblings()
    {
        Assert.False(ModelPaths.TryResolve("/model", "../etc/passwd", out _, out var problem));
        Assert.Contains("leaves the directory of models", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_points_outside_is_refused_with_the_field()
    {
        var folder = _models.Write("mine", "model.json", """
            { "name": "mine", "task": "classification", "graph": "../../model.onnx", "concepts": "/etc/passwd",
              "input": { "width": 8, "height": 8, "mean": [0], "std": [1] } }
            """);

        var problems = Assert.Throws<ManifestException>(() => ModelManifest.Read(folder, TaskTable.Rules)).Problems;

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("graph: '../../model.onnx' leaves", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("concepts: '/etc/passwd' must be a path relative", problems[1], StringComparison.Ordinal);
    }

    private (string? Path, string? Problem) Resolve(string file) =>
        ModelPaths.TryResolve(_folder, file, out var path, out var problem) ? (path, null) : (null, problem);
}
