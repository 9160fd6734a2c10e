using GradCamService.Explain.Models;
using GradCamService.Explain.Queue;
using GradCamService.Problems;

namespace GradCamService.Models;

/// <summary>By which requests and jobs come to a model, which stays in memory until they leave.</summary>
/// <param name="models">The models.</param>
/// <param name="options">How long a request may take.</param>
public sealed class ModelEntrance(ServedModels models, QueueOptions options)
{
    public const string VersionHeader = "X-Model-Version";
    public const string DigestHeader = "X-Model-Sha256";

    /// <summary>Enters the model of a request's URL, until its answer was sent.</summary>
    /// <exception cref="NotFoundException">There is no such model, or no such version.</exception>
    /// <exception cref="UnavailableException">It is not ready.</exception>
    public async Task<LoadedModel> EnterAsync(HttpContext context, string name, string? version)
    {
        var lease = await models.EnterAsync(library => library.Entry(name, version), options.Timeout, context.RequestAborted);
        context.Response.RegisterForDispose(lease);
        // Pictures and arrays say it nowhere else.
        context.Response.Headers[VersionHeader] = Uri.EscapeDataString(lease.Model.Manifest.Version);
        context.Response.Headers[DigestHeader] = lease.Model.Sha256;
        return lease.Model;
    }
}
