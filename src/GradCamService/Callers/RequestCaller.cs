using GradCamService.Explain.Queue;
using Microsoft.AspNetCore.Http.Features;

namespace GradCamService.Callers;

/// <summary>Who sent a request.</summary>
/// <param name="Name">Whose its jobs are, and what the audit log calls it: a key's name, <c>jwt:</c> and a token's subject, or <c>anonymous</c>.</param>
/// <param name="Turns">Whose turn it takes in the queue, and whose limits it uses up: of those without a name, each address its own.</param>
/// <param name="Limits">Its limits.</param>
/// <param name="IsAdmin">Whether it sees what others own.</param>
internal sealed record RequestCaller(string Name, Caller Turns, CallerLimits Limits, bool IsAdmin)
{
    /// <summary>Whose jobs it sees; null: everybody's.</summary>
    public string? Sees => IsAdmin ? null : Name;

    /// <summary>The sender of a request to a route of the API.</summary>
    public static RequestCaller Of(HttpContext context) => context.Features.GetRequiredFeature<RequestCaller>();
}
