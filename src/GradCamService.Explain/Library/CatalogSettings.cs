using GradCamService.Onnx;
using GradCamService.Onnx.Loading;

namespace GradCamService.Explain.Library;

/// <summary>How models come and go; given in code.</summary>
public sealed record CatalogSettings
{
    /// <summary>Model folders, folders of versions, and ONNX files, as they are now.</summary>
    public required Func<IReadOnlyList<string>> Places { get; init; }

    /// <summary>What each model may cost until it is ready.</summary>
    public LoadLimits Limits { get; init; } = new();

    /// <summary>Most bytes of all models' constants together; beyond, those that nobody has asked for longest go. Default 0: no limit.</summary>
    public long MemoryBudget { get; init; }

    /// <summary>Of networks of half precision.</summary>
    public Precision Precision { get; init; } = Precision.Auto;
}
