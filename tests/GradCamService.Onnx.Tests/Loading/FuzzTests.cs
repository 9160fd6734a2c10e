using System.Diagnostics;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Files that were damaged on the way, or on purpose.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Mutations = 300;

    /// <summary>A file of some thousand bytes: everything beyond is a hang.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_undamaged_file_loads_and_runs() => Assert.Null(Try(HostileModels.Everything().Bytes()));

    [Fact]
    public void A_damaged_file_is_refused_or_runs_but_nothing_else_happens()
    {
        var whole = HostileModels.Everything().Bytes();
        var refused = 0;
        for (var seed = 0; seed < Mutations; seed++)
        {
            var clock = Stopwatch.StartNew();
            refused += Try(Mutate(whole, new Random(seed))) is null ? 0 : 1;
            Assert.True(clock.Elapsed < LongestRun, $"mutation {seed} took {clock.Elapsed}");
        }
        // Most damage is in structure; some is in weights, which are numbers whatever they are.
        Assert.InRange(refused, Mutations / 4, Mutations);
    }

    [Fact]
    public void A_file_that_was_cut_anywhere_is_refused()
    {
        var whole = HostileModels.Everything().Bytes();
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
        File.WriteAllBytes(_path, bytes);
        try
        {
            using var scope = NewDisposeScope();
            using var plain = no_grad();
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            using var graph = GraphLoader.Load(_path);
            if (graph.Outputs.Count == 0)
                return new OnnxException(graph.Refusal!);
            var feeds = graph.Inputs.ToDictionary(input => input.Name, _ => ones(HostileModels.ImageShape));
            new GraphRunner(graph).Run(feeds, graph.Outputs, new GraphRun { Cancellation = timeout.Token });
            return null;
        }
        catch (Exception exception) when (exception is OnnxException or EngineException)
        {
            return exception;
        }
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            // The first and last kilobytes are structure, what lies between is mostly the weight.
            var edge = random.Next(Math.Min(1500, bytes.Count));
            var at = random.Next(4) switch { 0 => edge, 1 => bytes.Count - 1 - edge, _ => random.Next(bytes.Count) };
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = 0xFF; break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                default: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - 30), random.Next(1, 30))); break;
            }
        }
        return [.. bytes];
    }
}
