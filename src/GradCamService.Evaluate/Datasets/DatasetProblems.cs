namespace GradCamService.Evaluate.Datasets;

/// <summary>Collects what is wrong with a dataset, so that one message tells everything.</summary>
/// <param name="place">The dataset or file that messages begin with.</param>
internal sealed class DatasetProblems(string place)
{
    private readonly List<string> _problems = [];

    public int Count => _problems.Count;

    /// <param name="where">File and line or element; empty for the place itself.</param>
    /// <param name="problem">What is expected, and what is there.</param>
    public void Add(string where, string problem) => _problems.Add(where.Length == 0 ? problem : $"{where}: {problem}");

    /// <summary>For what leaves nothing to read on with: the exception to throw, with all that was found before.</summary>
    public DatasetException End(string where, string problem, Exception? inner = null)
    {
        Add(where, problem);
        return new DatasetException(place, _problems, inner);
    }

    /// <exception cref="DatasetException">If anything was added.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw new DatasetException(place, _problems);
    }
}
