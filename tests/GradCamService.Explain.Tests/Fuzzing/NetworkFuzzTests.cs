using GradCamService.Explain.Library;
using GradCamService.Explain.Manifests;
using GradCamService.Fuzzing;
using GradCamService.Onnx;
using GradCamService.Onnx.Tests.Testing;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Fuzzing;

/// <summary>ONNX files that were damaged at random, through the loader that the service has: each is ready, or has a reason.</summary>
public sealed class NetworkFuzzTests(ITestOutputHelper output)
{
    private const string Kind = "networks";

    // Some ten seconds.
    private const int Few = 300;

    /// <summary>A small network is ready in a fraction of a second.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A tensor has at most 1 GiB (the operators' limit), and some of them live at once.</summary>
    private const long MostMemory = 6L << 30;

    /// <summary>What libtorch's own reports look like, with their source files and stack frames.</summary>
    private static readonly string[] NativeText = ["Exception raised from", "frame #", ".cpp", "c10::", "at::", "libtorch_"];

    private static readonly NetworkDamage Damage = new(NetworkSeeds.All);

    [Fact]
    public async Task Damaged_networks_are_ready_or_have_a_reason()
    {
        var count = await new FuzzWatch(Kind, Longest, MostMemory).RunAsync(typeof(NetworkFuzzTests), nameof(Try_damaged_networks));

        output.WriteLine($"{count} damaged networks, seed {FuzzPlan.Seed}");
        Assert.True(count > 0);
    }

    [Fact(Explicit = true)]
    public void Try_damaged_networks()
    {
        using var models = new ModelsDirectory();
        Directory.CreateDirectory(models.At("damaged"));
        FuzzChild.Run(Kind, Few, Damage.Of, file => Check(models, file));
    }

    private static void Check(ModelsDirectory models, byte[] file)
    {
        File.WriteAllBytes(models.At("damaged", "model.onnx"), file);
        var before = Tensor.TotalCount;
        string? reason;
        using (var library = ModelLibrary.Load([models.At("damaged")], CPU))
        {
            var entry = Assert.Single(library.Entries);
            reason = entry.Reason;
            Assert.True(entry.IsReady != !string.IsNullOrWhiteSpace(entry.Reason), $"{entry.IsReady}, for the reason '{entry.Reason}'");
            // Another exception is a reason, too, but one that tells nobody what to do.
            Assert.True(entry.Failure is null or OnnxException or ManifestException or EngineException, $"{entry.Failure}");
            Assert.DoesNotContain(NativeText.Append(models.Root), text => entry.Reason?.Contains(text, StringComparison.Ordinal) == true);
        }
        Assert.True(before == Tensor.TotalCount, $"{Tensor.TotalCount - before} tensors are left: {reason}");
    }
}
