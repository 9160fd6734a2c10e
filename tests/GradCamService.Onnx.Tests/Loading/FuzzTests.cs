using GradCamService.Fuzzing;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Files that were damaged on the way, or on purpose.</summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    private const string Kind = "networks";

    // Some ten seconds.
    private const int Few = 700;

    /// <summary>A small network loads and runs in milliseconds, and is stopped after five seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A tensor has at most 1 GiB (the operators' limit), and some of them live at once.</summary>
    private const long MostMemory = 6L << 30;

    /// <summary>What libtorch's own reports look like, with their source files and stack frames.</summary>
    private static readonly string[] NativeText = ["Exception raised from", "frame #", ".cpp", "c10::", "at::", "libtorch_"];

    private readonly FuzzFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // One has no output that is a number: it loads, and names what it cannot compute.
    public static TheoryData<string> Kinds => [.. FuzzFiles.All.Keys.Where(kind => kind != "zipmap-strings/customvision")];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_undamaged_file_loads_and_runs(string kind) => Assert.Null(Try(FuzzFiles.All[kind]));

    [Fact]
    public async Task A_damaged_file_is_refused_or_runs_but_nothing_else_happens()
    {
        var count = await new FuzzWatch(Kind, Longest, MostMemory).RunAsync(typeof(FuzzTests), nameof(Try_damaged_files));

        output.WriteLine($"{count} damaged files, seed {FuzzPlan.Seed}");
        Assert.True(count > 0);
    }

    [Fact(Explicit = true)]
    public void Try_damaged_files()
    {
        var damage = new NetworkDamage([.. FuzzFiles.All.Values], new Mutation("leaves the folder", (file, _) => FuzzFolder.Leave(file.Blocks)));
        var (refused, loaded) = (0, 0);
        FuzzChild.Run(Kind, Few, damage.Of, file =>
        {
            var refusal = Try(file);
            Assert.False(refusal is not null && Tells(refusal.Message), refusal?.Message);
            (refused, loaded) = refusal is null ? (refused, loaded + 1) : (refused + 1, loaded);
        });
        // Else it would not be damage, or nothing but noise.
        Assert.True(refused > 0 && loaded > 0, $"{refused} were refused, {loaded} loaded");
    }

    [Fact]
    public void A_file_outside_of_the_folder_is_seen_where_it_is_read()
    {
        using var scope = NewDisposeScope();
        var bytes = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(_folder.Model)!, FuzzFolder.Outside));
        Assert.True(FuzzFolder.IsSecret(tensor(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray())));
        Assert.Contains("external data", Try(FuzzFolder.Leave(FuzzFiles.All["external"]))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_cut_anywhere_is_refused()
    {
        var whole = FuzzFiles.All[FuzzFiles.Everything];
        for (var length = 0; length < whole.Length; length += 1 + whole.Length / 200)
            Assert.NotNull(Try(whole[..length]));
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[random.Next(0, 5000)];
            random.NextBytes(bytes);
            Assert.NotNull(Try(bytes));
        }
    }

    /// <summary>Null where the file loads and runs; any other exception than the library's own two fails the test.</summary>
    private Exception? Try(byte[] bytes)
    {
        File.WriteAllBytes(_folder.Model, bytes);
        try
        {
            using var scope = NewDisposeScope();
            using var plain = no_grad();
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            using var graph = GraphLoader.Load(_folder.Model);
            Assert.DoesNotContain(graph.Constants.Values, FuzzFolder.IsSecret);
            if (graph.Ends.Count == 0)
                return null;
            var feeds = graph.Inputs.ToDictionary(input => input.Name, FuzzFiles.FeedOf);
            new GraphRunner(graph).Run(feeds, graph.Ends, new GraphRun { Cancellation = timeout.Token });
            return graph.Outputs.Count > 0 || graph.Refusal is null ? null : new OnnxException(graph.Refusal);
        }
        catch (Exception exception) when (exception is OnnxException or EngineException)
        {
            return exception;
        }
    }

    private bool Tells(string message) =>
        message.Contains(_folder.Root, StringComparison.Ordinal) || Array.Exists(NativeText, text => message.Contains(text, StringComparison.Ordinal));
}
