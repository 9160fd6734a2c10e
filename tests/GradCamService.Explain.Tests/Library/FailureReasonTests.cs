using GradCamService.Explain.Library;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using GradCamService.Explain.Tests.Manifests;
using GradCamService.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Library;

/// <summary>Callers are told why a model is broken, and nothing about the server's disk.</summary>
[Collection(TorchCollection.Name)]
public sealed class FailureReasonTests : IDisposable
{
    private readonly ModelsDirectory _models = new();
    private readonly ModelsDirectory _elsewhere = new();

    public void Dispose()
    {
        _models.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public void A_broken_manifest_is_named_in_its_folder() =>
        Assert.StartsWith("model.json: is not valid JSON", Reason(_models.Write("mine", "model.json", "{")), StringComparison.Ordinal);

    [Fact]
    public void All_problems_of_a_manifest_are_told()
    {
        var reason = Reason(_models.Write("mine", "model.json", """{ "name": "a b", "graph": "../../x.onnx", "task": "?" }"""));

        Assert.StartsWith("model.json has 3 problems:", reason, StringComparison.Ordinal);
        Assert.Contains("- graph: '../../x.onnx' leaves the directory of models", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_graph_is_named() => Assert.Contains(
        "'model.onnx' is not there", Reason(_models.Write("mine", "model.json", LeastManifest.Json)), StringComparison.Ordinal);

    [Fact]
    public void A_missing_list_of_a_sibling_is_named_by_its_folder()
    {
        _models.Write("other", "nothing", "");
        var folder = _models.Write("mine", "model.json", LeastManifest.With("""{ "concepts": "../other/concepts.json" }"""));

        Assert.Equal(
            "other/concepts.json: is not there",
            FailureReason.Of(Assert.Throws<ManifestException>(
                () => Concepts(ModelManifest.Read(folder, TaskTable.Rules))), folder));

        static Explain.Concepts.ConceptCatalog Concepts(ModelManifest manifest) =>
            Explain.Concepts.ConceptCatalog.Read(manifest.PathOf(manifest.Concepts!));
    }

    [Fact]
    public void A_link_out_of_the_folder_is_named_without_its_target()
    {
        _elsewhere.Write("secret", "model.onnx", "secret");
        var folder = _models.Write("mine", "model.json", LeastManifest.Json);
        File.CreateSymbolicLink(_models.At("mine", "model.onnx"), _elsewhere.At("secret", "model.onnx"));

        Assert.Equal("model.json: graph: 'model.onnx' is a link that leaves the directory of models", Reason(folder));
    }

    [Fact]
    public void A_bare_file_that_is_a_link_out_of_the_folder_is_refused()
    {
        _elsewhere.Write("secret", "model.onnx", "secret");
        _models.Write("mine", "nothing", "");
        File.CreateSymbolicLink(_models.At("mine", "model.onnx"), _elsewhere.At("secret", "model.onnx"));

        Assert.Equal("model.onnx: 'model.onnx' is a link that leaves the directory of models", Reason(_models.At("mine")));
    }

    [Fact]
    public void A_corrupt_network_is_named() =>
        Assert.Contains("'model.onnx'", Reason(_models.Write("mine", "model.onnx", "no network")), StringComparison.Ordinal);

    [Fact]
    public void An_empty_folder_says_what_it_lacks() => Assert.Equal(
        "model.json: is not there, nor an ONNX file beside it", Reason(Directory.CreateDirectory(_models.At("mine")).FullName));

    [Fact]
    public void A_folder_that_is_not_there_says_so() =>
        Assert.Equal("model.json: is not there, nor an ONNX file beside it", Reason(_models.At("gone")));

    [Fact]
    public void A_directory_in_the_place_of_a_file_cannot_be_read()
    {
        var folder = _models.Write("mine", "model.json", LeastManifest.With(
            $$"""{ "sha256": { "list": "{{new string('0', 64)}}" } }"""));
        Directory.CreateDirectory(_models.At("mine", "list"));

        Assert.Equal("model.json: sha256: list cannot be read: access is denied", Reason(folder));
    }

    [Fact]
    public void A_directory_that_may_not_be_read_says_so()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "This user may read everything.");
        if (OperatingSystem.IsWindows())
            return;
        var folder = Directory.CreateDirectory(_models.At("mine"), UnixFileMode.None).FullName;

        Assert.Equal("mine: cannot be read: access is denied", Reason(folder));
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_second_model_of_a_name_is_told_of_the_first()
    {
        var json = LeastManifest.Json;
        using var library = ModelLibrary.Load([_models.Write("a", "model.json", json), _models.Write("b", "model.json", json)], CPU);

        Assert.Equal("b: another folder has a model named 'mine' already", library.Find("mine@1")!.Reason);
    }

    [Theory]
    [InlineData("{0}/mine/model.onnx is short", "model.onnx is short")]
    [InlineData("cannot map {0}/other/model.onnx", "cannot map other/model.onnx")]
    [InlineData("Access to the path '{0}/mine' is denied.", "Access to the path 'mine' is denied.")]
    [InlineData("node '/layer1/conv/Conv': shapes differ", "node '/layer1/conv/Conv': shapes differ")]
    [InlineData("sizes differ\nException raised from check at /pytorch/aten/src/x.cpp:1\nframe #0: c10::Error", "sizes differ")]
    [InlineData("sizes differ Exception raised from check at /pytorch/aten/src/x.cpp:1", "sizes differ")]
    public void Paths_of_the_server_and_native_stacks_are_left_out(string message, string expected)
    {
        var folder = _models.Write("mine", "nothing", "");

        Assert.Equal(expected, FailureReason.Of(new OnnxException(message.Replace("{0}", _models.Root, StringComparison.Ordinal)), folder));
    }

    [Fact]
    public void The_paths_of_a_folder_that_is_a_link_are_left_out_too()
    {
        _elsewhere.Write("real", "nothing", "");
        Directory.CreateSymbolicLink(_models.At("mine"), _elsewhere.At("real"));

        Assert.Equal("model.onnx and other/a.onnx", FailureReason.Of(
            new OnnxException($"{_elsewhere.At("real", "model.onnx")} and {_elsewhere.At("other", "a.onnx")}"), _models.At("mine")));
    }

    [Fact]
    public void Files_that_the_system_does_not_open_are_told_in_words_of_ours() => Assert.Equal(
        "mine: cannot be read: access is denied",
        FailureReason.Of(new UnauthorizedAccessException($"Access to the path '{_models.At("mine")}' is denied."), _models.At("mine")));

    /// <summary>The reason for callers, after a look at what must not be in it; the log has the exception.</summary>
    private string Reason(string place)
    {
        using var library = ModelLibrary.Load([place], CPU);
        var entry = Assert.Single(library.Entries);

        Assert.False(entry.IsReady);
        Assert.NotNull(entry.Failure);
        Assert.DoesNotContain(_models.Root, entry.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_elsewhere.Root, entry.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", entry.Reason, StringComparison.Ordinal);
        return entry.Reason!;
    }
}
