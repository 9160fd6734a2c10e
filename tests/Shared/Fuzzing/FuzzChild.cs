using System.Globalization;

namespace GradCamService.Fuzzing;

/// <summary>
/// Tries files in this process, which another watches (<see cref="FuzzWatch"/>): what is about to be tried lies in a file before, so that it is
/// known even where the process ends.
/// </summary>
internal static class FuzzChild
{
    public const string FolderVariable = "FUZZ_FOLDER";
    public const string BytesFile = "bytes";
    public const string TitleFile = "title";
    public const string CountFile = "count";

    /// <summary>The corpus, then mutations; the first file that fails ends it.</summary>
    /// <param name="kind">The corpus' folder.</param>
    /// <param name="few">Mutations of a short run.</param>
    /// <param name="mutate">Makes a file.</param>
    /// <param name="check">Throws where it does what none may.</param>
    public static void Run(string kind, int few, Func<Random, byte[]> mutate, Action<byte[]> check)
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)
            ?? throw new InvalidOperationException($"{FolderVariable} is not set: this runs in a process that another test starts and watches.");
        foreach (var (name, bytes) in Corpus.Of(kind))
            Try(name, bytes);
        var (goesOn, count) = (FuzzPlan.GoesOn(few), 0);
        for (; goesOn(count); count++)
            Try(FuzzPlan.TitleOf(count), mutate(FuzzPlan.RandomOf(count)));
        File.WriteAllText(Path.Combine(folder, CountFile), count.ToString(CultureInfo.InvariantCulture));

        void Try(string title, byte[] bytes)
        {
            File.WriteAllBytes(Path.Combine(folder, BytesFile), bytes);
            File.WriteAllText(Path.Combine(folder, TitleFile), title);
            try
            {
                check(bytes);
            }
            catch (Exception exception)
            {
                Xunit.Assert.Fail($"{title}: {exception}");
            }
        }
    }
}
