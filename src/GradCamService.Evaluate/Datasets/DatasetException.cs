namespace GradCamService.Evaluate.Datasets;

/// <summary>A dataset, or a file that goes with one, is not as it must be. The message names the place and every problem found.</summary>
public sealed class DatasetException : Exception
{
    // A broken table of fifty thousand rows should not bury the terminal.
    private const int MostShown = 20;

    /// <param name="place">The dataset, file or photo.</param>
    /// <param name="problems">At least one; each names file, line or element, and what would be right.</param>
    /// <param name="inner">What led to it.</param>
    public DatasetException(string place, IReadOnlyList<string> problems, Exception? inner = null) : base(Describe(place, problems), inner) =>
        (Place, Problems) = (place, problems);

    /// <summary>The dataset, file or photo.</summary>
    public string Place { get; }

    /// <summary>Without paths of the machine.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The field of an evaluation that names the place; null where that is not known.</summary>
    public string? Field { get; private init; }

    /// <summary>The same, of a place that a field names.</summary>
    public DatasetException About(string field) => new(Place, Problems, this) { Field = field };

    private static string Describe(string place, IReadOnlyList<string> problems)
    {
        if (problems.Count == 1)
            return $"{place}: {problems[0]}";
        var shown = problems.Take(MostShown).Select(problem => $"{Environment.NewLine}- {problem}");
        var rest = problems.Count > MostShown ? $"{Environment.NewLine}- and {problems.Count - MostShown} more" : "";
        return $"{place} has {problems.Count} problems:{string.Concat(shown)}{rest}";
    }
}
