using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;

namespace GradCamService.Explain.Library;

/// <summary>A model folder: ready, or not and why.</summary>
/// <param name="Name">What URLs call it; the folder's name where the manifest cannot be read.</param>
/// <param name="Manifest">Null where it cannot be read.</param>
/// <param name="Model">Null where it is not ready.</param>
/// <param name="Reason">Why it is not ready, else null.</param>
public sealed record ModelEntry(string Name, ModelManifest? Manifest, LoadedModel? Model, string? Reason)
{
    public Exception? Failure { get; init; }

    public bool IsReady => Model is not null;
}
