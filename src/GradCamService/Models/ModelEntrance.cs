using GradCamService.Explain.Models;
using GradCamService.Explain.Queue;
using GradCamService.Problems;
using GradCamService.Requests;

namespace GradCamService.Models;

/// <summary>By which requests and jobs come to a model, which stays in memory until they leave.</summary>
/// <param name="models">The models.</param>
/// <param name="options">How long a request may take.</param>
public sealed class ModelEntrance(ServedModels models, QueueOptions options)
{
    private const string VersionHeader = "X-Model-Version";
    private const string DigestHeader = "X-Model-Sha256";

    /// <summary>Enters the model of a request's URL, until its answer was sent.</summary>
    /// <exception cref="NotFoundException">There is no such model, or no such version.</exception>
    /// <exception cref="UnavailableException">It is not ready.</exception>
    public async Task<LoadedModel> EnterAsync(HttpContext context, string name)
    {
        var version = VersionOf(context.Request);
        var lease = await models.EnterAsync(library => library.Entry(name, version), options.Timeout, context.RequestAborted);
        context.Response.RegisterForDispose(lease);
        // Pictures and arrays say it nowhere else.
        context.Response.Headers[VersionHeader] = Uri.EscapeDataString(lease.Model.Manifest.Version);
        context.Response.Headers[DigestHeader] = lease.Model.Sha256;
        return lease.Model;
    }

    /// <summary>The version that a URL names; null where it names none.</summary>
    public static string? VersionOf(HttpRequest request) => request.Query.TryGetValue(FormReader.ModelVersion, out var versions) ? versions.ToString() : null;
}
