using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;

namespace GradCamService.Explain.Library;

/// <summary>A model folder: ready, or broken until the service starts anew.</summary>
/// <param name="Name">What URLs call it; the folder's name where the manifest cannot be read.</param>
/// <param name="Manifest">Null where it cannot be read.</param>
/// <param name="Model">Null where it is broken.</param>
/// <param name="Reason">Why it is broken, without paths of the server; null where it is ready.</param>
public sealed record ModelEntry(string Name, ModelManifest? Manifest, LoadedModel? Model, string? Reason)
{
    public bool IsReady => Model is not null;

    /// <summary>What <see cref="Reason"/> was made of, paths and inner exceptions included: for the log, not for callers.</summary>
    public Exception? Failure { get; init; }
}
