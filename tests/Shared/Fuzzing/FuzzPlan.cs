using System.Diagnostics;
using System.Globalization;

namespace GradCamService.Fuzzing;

/// <summary>Which mutations, and how many: the same ones in every short run, others in every long one.</summary>
internal static class FuzzPlan
{
    private const int ShortSeed = 1;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TESTS_LONG") == "1";

    /// <summary><c>FUZZ_SEED</c> repeats a run.</summary>
    public static int Seed { get; } = Number("FUZZ_SEED") ?? (IsLong ? Environment.TickCount & 0xFFFF : ShortSeed);

    /// <summary>Of one kind of file in a long run; <c>FUZZ_SECONDS</c> sets another.</summary>
    private static TimeSpan LongRun { get; } = TimeSpan.FromSeconds(Number("FUZZ_SECONDS") ?? 300);

    /// <summary>Tells whether to go on after as many mutations.</summary>
    /// <param name="few">Mutations of a short run.</param>
    public static Func<int, bool> GoesOn(int few)
    {
        var clock = Stopwatch.StartNew();
        return IsLong ? _ => clock.Elapsed < LongRun : count => count < few;
    }

    /// <summary>What decides about one mutation.</summary>
    public static Random RandomOf(int iteration) => new(unchecked((Seed * 1_000_003) + iteration));

    /// <summary>What a mutation is called in failures.</summary>
    public static string TitleOf(int iteration) => FormattableString.Invariant($"seed {Seed}, iteration {iteration}");

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
