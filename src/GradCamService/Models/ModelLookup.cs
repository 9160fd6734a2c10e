using GradCamService.Explain.Library;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Queue;
using GradCamService.Problems;

namespace GradCamService.Models;

/// <summary>The model that a URL names.</summary>
internal static class ModelLookup
{
    /// <exception cref="NotFoundException">There is none.</exception>
    public static ModelEntry Entry(this ModelLibrary library, string name)
    {
        if (library.Find(name) is { } entry)
            return entry;
        var known = library.Entries.Select(other => other.Name).ToList();
        var near = Nearest.To(name, known, 1);
        throw new NotFoundException($"There is no model '{Names.Shorten(name)}'; there are {string.Join(", ", known)}."
            + (near.Count > 0 ? $" Did you mean '{near[0]}'?" : ""));
    }

    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="UnavailableException">It could not be loaded, and stays so until someone repairs its folder and starts the service anew.</exception>
    public static LoadedModel Ready(this ModelLibrary library, string name)
    {
        var entry = library.Entry(name);
        return entry.Model ?? throw new UnavailableException($"The model '{entry.Name}' is not ready: {entry.Reason}", retryAfter: null);
    }
}
