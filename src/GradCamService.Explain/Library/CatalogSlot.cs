namespace GradCamService.Explain.Library;

/// <summary>A place of the catalog and what is known of it; guarded by the catalog's lock.</summary>
/// <param name="place">Where it lies.</param>
/// <param name="entry">What was seen there.</param>
internal sealed class CatalogSlot(ModelPlace place, ModelEntry entry)
{
    public ModelPlace Place => place;

    public ModelEntry Entry { get; set; } = entry;

    /// <summary>The load that began last; null where none has.</summary>
    public Task<ModelEntry>? Load { get; set; }

    public bool IsLoading => Load is { IsCompleted: false };

    /// <summary>Its files when it was loaded last, whatever came of that.</summary>
    public string? Stamp { get; set; }

    /// <summary>Its files at the last look.</summary>
    public string? Glimpse { get; set; }

    /// <summary>Bytes of its constants when it was in memory last; 0 where it never was.</summary>
    public long LastBytes { get; set; }

    /// <summary>Whether its folder is gone, and it with that.</summary>
    public bool IsGone { get; set; }
}
