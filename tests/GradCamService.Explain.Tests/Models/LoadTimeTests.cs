using System.Diagnostics;
using GradCamService.Explain.Models;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Models;

[Collection(TorchCollection.Name)]
public sealed class LoadTimeTests(ITestOutputHelper output)
{
    /// <summary>From a file that is in memory already to a model that has explained once; measured 0.4 s on two cores.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public void Lite0_is_ready_within_a_second()
    {
        var folder = ModelsDirectory.Bundled("efficientnet-lite0");
        File.ReadAllBytes(Path.Combine(folder, "model.onnx"));
        var clock = Stopwatch.StartNew();

        using var library = ModelLibrary.Load([folder], CPU);

        output.WriteLine($"ready after {clock.Elapsed.TotalSeconds:F2} s");
        Assert.True(library.Entries[0].IsReady, library.Entries[0].Reason);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
    }
}
