using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using Xunit;

namespace GradCamService.Explain.Tests.Manifests;

public sealed class FileHashesTests : IDisposable
{
    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly ModelsDirectory _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void The_hash_is_lower_case_hex() =>
        Assert.Equal(OfAbc, FileHashes.Of(Path.Combine(_models.Write("m", "abc", "abc"), "abc")));

    [Fact]
    public void Files_as_expected_pass_in_either_case() =>
        FileHashes.Verify(_models.Write("m", "abc", "abc"), new Dictionary<string, string> { ["abc"] = OfAbc.ToUpperInvariant() });

    [Fact]
    public void Every_damaged_missing_or_foreign_file_is_named()
    {
        var folder = _models.Write("m", "abc", "abc");
        var wrong = new string('0', 64);

        var error = Assert.Throws<ManifestException>(() => FileHashes.Verify(
            folder, new Dictionary<string, string> { ["abc"] = wrong, ["gone"] = wrong, ["../../x"] = wrong }));

        Assert.Equal($"sha256: abc has {OfAbc}, expected {wrong}: the file is damaged or another version", error.Problems[0]);
        Assert.Equal("sha256: gone is not there", error.Problems[1]);
        Assert.StartsWith("sha256: '../../x' leaves", error.Problems[2], StringComparison.Ordinal);
        Assert.Equal(Path.Combine(folder, "model.json"), error.File);
    }

    [Fact]
    public void The_bundled_lists_are_those_of_their_manifests()
    {
        foreach (var model in new[] { "efficientnet-lite0", "captioner", "vqa" })
        {
            var manifest = ModelManifest.Read(ModelsDirectory.Bundled(model), TaskTable.Rules);
            var lists = manifest.Sha256.Where(entry => entry.Key.EndsWith(".json", StringComparison.Ordinal)).ToDictionary();

            Assert.NotEmpty(lists);
            FileHashes.Verify(manifest.Folder, lists);
        }
    }
}
