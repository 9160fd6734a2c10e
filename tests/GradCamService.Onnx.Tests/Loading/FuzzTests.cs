using System.Diagnostics;
using System.Globalization;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Files that were damaged on the way, or on purpose.</summary>
public sealed class FuzzTests : IDisposable
{
    // Half a minute; FUZZ_MUTATIONS asks for another number.
    private const int Mutations = 10_000;

    /// <summary>A file of some thousand bytes: everything beyond is a hang.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

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
    public void A_damaged_file_is_refused_or_runs_but_nothing_else_happens()
    {
        var count = Environment.GetEnvironmentVariable("FUZZ_MUTATIONS") is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : Mutations;
        var files = FuzzFiles.All.ToList();
        var refused = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var (kind, whole) = files[seed % files.Count];
            var clock = Stopwatch.StartNew();
            var refusal = Try(Mutation.Of(whole, new Random(seed)));
            Assert.True(clock.Elapsed < LongestRun, $"mutation {seed} of '{kind}' took {clock.Elapsed}");
            Assert.False(refusal is not null && Tells(refusal.Message), $"mutation {seed} of '{kind}': {refusal?.Message}");
            refused += refusal is null ? 0 : 1;
        }
        // Most damage is in structure; some is in weights, which are numbers whatever they are.
        Assert.InRange(refused, count / 4, count);
    }

    [Fact]
    public void A_file_outside_of_the_folder_is_seen_where_it_is_read()
    {
        using var scope = NewDisposeScope();
        var bytes = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(_folder.Model)!, FuzzFolder.Outside));
        Assert.True(FuzzFolder.IsSecret(tensor(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray())));
        Assert.Contains("external data", Try(Mutation.LeaveFolder(FuzzFiles.All["external"]))!.Message, StringComparison.Ordinal);
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
