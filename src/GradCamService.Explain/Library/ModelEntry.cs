using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;

namespace GradCamService.Explain.Library;

/// <summary>What is known of a model, or of one of its versions, at one moment. Whoever computes with it enters its residence before.</summary>
/// <param name="Name">What URLs call it; the folder's name where the manifest cannot be read.</param>
/// <param name="Manifest">Null where it cannot be read, and of a file without one until it is loaded.</param>
/// <param name="Model">What it is and offers; its tensors are there only while its residence lasts. Null where it was never loaded.</param>
/// <param name="Reason">
/// Why it is not ready, or, where it is, why what is in its folder now could not take its place; without paths of the server. Else null.
/// </param>
public sealed record ModelEntry(string Name, ModelManifest? Manifest, LoadedModel? Model, string? Reason)
{
    public ModelState State { get; init; }

    /// <summary>The number of its folder, where that is one of a model's versions.</summary>
    public int? Number { get; init; }

    /// <summary>What <c>?version=</c> calls it: the number, else what the manifest says.</summary>
    public string? Version => Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Manifest?.Version;

    /// <summary>Whether it answers, perhaps after it was loaded again.</summary>
    public bool IsReady => State is ModelState.Ready or ModelState.Idle;

    /// <summary>Where its tensors are; null while they are not in memory.</summary>
    internal Residence? Residence { get; init; }

    /// <summary>Bytes of its weights and other constants in memory, those that it shares with others included.</summary>
    public long MemoryBytes => Residence?.Bytes ?? 0;

    /// <summary>What <see cref="Reason"/> was made of, paths and inner exceptions included: for the log, not for callers.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Keeps its tensors in memory until the lease is disposed; null where they are not there, or are about to go.</summary>
    public ModelLease? TryEnter() => Residence?.TryEnter();
}
