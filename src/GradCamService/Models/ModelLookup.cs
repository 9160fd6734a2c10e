using GradCamService.Explain.Library;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Queue;
using GradCamService.Problems;

namespace GradCamService.Models;

/// <summary>The model that a URL names.</summary>
internal static class ModelLookup
{
    /// <param name="library">The models.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">Null: the newest that is ready.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static ModelEntry Entry(this ModelLibrary library, string name, string? version = null) =>
        (version is null ? library.Find(name) : library.VersionsOf(name).FirstOrDefault(entry => entry.Version == version))
            ?? throw NotFound(library, name, version);

    /// <summary>What a model is and offers, whether or not its tensors are in memory.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="UnavailableException">It could not be loaded, or is not yet.</exception>
    public static LoadedModel Ready(this ModelLibrary library, string name, string? version = null)
    {
        var entry = library.Entry(name, version);
        return entry is { IsReady: true, Model: { } model } ? model : throw ServedModels.NotReady(entry);
    }

    /// <summary>Says which models or versions there are.</summary>
    public static NotFoundException NotFound(ModelLibrary library, string name, string? version)
    {
        if (library.VersionsOf(name) is { Count: > 0 } versions)
            return new NotFoundException($"The model '{versions[0].Name}' has no version '{Names.Shorten(version ?? "")}'; there "
                + $"{(versions.Count == 1 ? "is" : "are")} {string.Join(", ", versions.Select(entry => entry.Version).OfType<string>())}.");
        var known = library.Models.Select(other => other.Name).ToList();
        var near = Nearest.To(name, known, 1);
        return new NotFoundException($"There is no model '{Names.Shorten(name)}'; there are {string.Join(", ", known)}."
            + (near.Count > 0 ? $" Did you mean '{near[0]}'?" : ""));
    }
}
