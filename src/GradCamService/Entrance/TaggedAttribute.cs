using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Entrance;

/// <summary>
/// Says of a route that its answer has a tag, by which whoever has it already is told so (304). The tag is made of the whole answer, the digests of networks in it
/// included: a manifest or a list of labels may change where a network does not.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TaggedAttribute : ResultFilterAttribute
{
    // 128 bits of the digest.
    private const int TagDigits = 32;

    public override void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is not ObjectResult { Value: { } value })
            return;
        var (request, response) = (context.HttpContext.Request.GetTypedHeaders(), context.HttpContext.Response.GetTypedHeaders());
        var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        var digest = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), options)));
        // Weak: the same answer goes out compressed and not.
        var tag = new EntityTagHeaderValue($"\"{digest[..TagDigits]}\"", isWeak: true);
        response.ETag = tag;
        // Kept, and asked for again by its tag.
        response.CacheControl = new CacheControlHeaderValue { NoCache = true };
        if (request.IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            context.Result = new StatusCodeResult(StatusCodes.Status304NotModified);
    }
}
