using Microsoft.AspNetCore.Authorization;

namespace GradCamService.Callers;

internal static class Routes
{
    /// <summary>Whether a route says who may call it: those of the API do; health, metrics, the page and the document do not.</summary>
    public static bool AreLimited(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null;
}

/// <summary>Says of a route that each request to it counts as one explanation of the caller's day.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CountsDailyAttribute : Attribute;
