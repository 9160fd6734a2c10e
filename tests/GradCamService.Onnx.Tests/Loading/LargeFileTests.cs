using System.Diagnostics;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Memory is the process's, so nothing else may run beside these.</summary>
[CollectionDefinition(nameof(LargeFileTests), DisableParallelization = true)]
[Collection(nameof(LargeFileTests))]
public sealed class LargeFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"vgg-{Environment.ProcessId}.onnx");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_large_network_needs_less_than_twice_its_size_while_it_is_loaded()
    {
        if (!PeakMemory.IsKnown)
            Assert.Skip("the peak of a process's memory is read from Linux's /proc");
        // What loads once and stays: libtorch, the table of operators.
        VggFile.Write(_path, share: 1.0 / 16);
        GraphLoader.Load(_path).Dispose();
        var size = VggFile.Write(_path, share: 1);

        Graph? graph = null;
        var clock = Stopwatch.StartNew();
        var peak = PeakMemory.During(() => graph = GraphLoader.Load(_path));
        var seconds = clock.Elapsed.TotalSeconds;
        output.WriteLine($"{size / 1e6:F0} MB in {seconds:F2} s; peak {peak / 1e6:F0} MB above the start, {(double)peak / size:F2} of the size");

        using (graph)
        using (NewDisposeScope())
        {
            Assert.InRange(peak, size / 2, 2 * size - 1);
            using var plain = no_grad();
            var scores = new GraphRunner(graph!)
                .Run(new Dictionary<string, Tensor> { ["image"] = ones(1, 3, 224, 224) }, ["fc8"], GraphRun.Plain)[0];
            Assert.True(scores.isfinite().all().item<bool>());
        }
    }
}
