using System.Globalization;

namespace GradCamService.Fuzzing;

/// <summary>How long, and which mutations: the same ones in every short run, others in every long one.</summary>
internal static class FuzzPlan
{
    private const int ShortSeed = 1;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TESTS_LONG") == "1";

    /// <summary><c>FUZZ_SEED</c> repeats a run.</summary>
    public static int Seed { get; } = Environment.GetEnvironmentVariable("FUZZ_SEED") is { Length: > 0 } seed
        ? int.Parse(seed, CultureInfo.InvariantCulture) : IsLong ? Environment.TickCount & 0xFFFF : ShortSeed;

    /// <summary>Of one kind of file.</summary>
    public static TimeSpan Duration { get; } = IsLong ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(20);

    /// <summary>What decides about one mutation.</summary>
    public static Random RandomOf(int iteration) => new(unchecked((Seed * 1_000_003) + iteration));
}
