using GradCamService.Explain.Queue;

namespace GradCamService.Datasets;

/// <summary>What is known of the datasets, once they have been read.</summary>
public sealed class ServedDatasets
{
    private volatile IReadOnlyList<ServedDataset>? _all;

    /// <summary>By name.</summary>
    /// <exception cref="UnavailableException">They are still being read.</exception>
    public IReadOnlyList<DatasetResponse> All => [.. Known.Select(dataset => dataset.Response)];

    private IReadOnlyList<ServedDataset> Known =>
        _all ?? throw new UnavailableException("The datasets are still being read.", TimeSpan.FromSeconds(1));

    /// <summary>Where a dataset lies that can be read; null where there is none of the name, or it cannot be.</summary>
    /// <exception cref="UnavailableException">They are still being read.</exception>
    internal string? PlaceOf(string name) =>
        Known.FirstOrDefault(dataset => dataset.Response.Name == name && dataset.Response.Reason is null)?.Place;

    internal void Set(IReadOnlyList<ServedDataset> all) => _all = all;
}

/// <summary>A dataset and where it lies, which callers are not told.</summary>
/// <param name="Response">What they are told.</param>
/// <param name="Place">A folder, or a file of annotations.</param>
internal sealed record ServedDataset(DatasetResponse Response, string Place);
