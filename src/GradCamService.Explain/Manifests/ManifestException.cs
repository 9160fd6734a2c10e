namespace GradCamService.Explain.Manifests;

/// <summary>A model folder's file is not as it must be. The message names the file and every problem found.</summary>
public sealed class ManifestException : Exception
{
    // A broken list of a thousand classes should not bury the log.
    private const int MostShown = 20;

    /// <summary>Tells what is wrong with a file; each of the problems, at least one, names its field and what was expected.</summary>
    public ManifestException(string file, IReadOnlyList<string> problems, Exception? inner = null)
        : base(Describe(file, problems), inner)
    {
        File = file;
        Problems = problems;
    }

    /// <summary>Absolute path.</summary>
    public string File { get; }

    /// <summary>Without paths of the server.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What kept a file from being read. The system's message has the file's path, which is none of a caller's business.</summary>
    internal static string Unread(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "is not there",
        UnauthorizedAccessException => "cannot be read: access is denied",
        _ => "cannot be read",
    };

    private static string Describe(string file, IReadOnlyList<string> problems)
    {
        if (problems.Count == 1)
            return $"{file}: {problems[0]}";
        var shown = problems.Take(MostShown).Select(problem => $"{Environment.NewLine}- {problem}");
        var rest = problems.Count > MostShown ? $"{Environment.NewLine}- and {problems.Count - MostShown} more" : "";
        return $"{file} has {problems.Count} problems:{string.Concat(shown)}{rest}";
    }
}
