using System.Diagnostics;
using GradCamService.Explain.Library;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Bare files of real networks, damaged: the library serves the others, and says of this one why not.</summary>
[Collection(TorchCollection.Name)]
public sealed class DamagedModelTests : IDisposable
{
    private const int Mutations = 60;

    /// <summary>Networks that run in milliseconds: what takes longer hangs.</summary>
    private static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(90);

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("Goldens/families/vit/dynamo.onnx")]
    [InlineData("Goldens/families/mobilenet_v2/script.onnx")]
    [InlineData("Goldens/families/densenet/dynamo.onnx")]
    public void A_damaged_network_is_listed_with_a_reason_or_works(string file)
    {
        var whole = TestData.Read(file);
        var alive = Tensor.TotalCount;
        for (var seed = 0; seed < Mutations; seed++)
        {
            var random = new Random(seed);
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            var path = Path.Combine(_models.Path, "model.onnx");
            File.WriteAllBytes(path, bytes);
            var clock = Stopwatch.StartNew();

            using (var library = ModelLibrary.Load([path], CPU))
                Assert.NotEqual(library.Entries[0].IsReady, library.Entries[0].Reason is not null);

            Assert.True(clock.Elapsed < LongestLoad, $"mutation {seed} took {clock.Elapsed}");
        }
        Assert.Equal(alive, Tensor.TotalCount);
    }
}
