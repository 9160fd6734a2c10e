using GradCamService.Explain.Queue;

namespace GradCamService.Datasets;

/// <summary>What is known of the datasets, once they have been read.</summary>
public sealed class ServedDatasets
{
    private volatile IReadOnlyList<DatasetResponse>? _all;

    /// <summary>By name.</summary>
    /// <exception cref="UnavailableException">They are still being read.</exception>
    public IReadOnlyList<DatasetResponse> All =>
        _all ?? throw new UnavailableException("The datasets are still being read.", TimeSpan.FromSeconds(1));

    internal void Set(IReadOnlyList<DatasetResponse> all) => _all = all;
}
