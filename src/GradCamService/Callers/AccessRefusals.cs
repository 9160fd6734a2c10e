using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using GradCamService.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;

namespace GradCamService.Callers;

/// <summary>Tells who may not call what is missing.</summary>
internal sealed class AccessRefusals(IOptions<AuthOptions> auth) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Succeeded && !auth.Value.IsOn)
            throw new AdministratorsOnlyException();
        if (authorizeResult.Challenged)
            throw await WhyUnknownAsync(context);
        if (authorizeResult.Forbidden)
            throw new MissingRoleException(context.User.Identity?.Name ?? "", context.GetEndpoint()!.Metadata.GetRequiredMetadata<IAuthorizeData>().Policy!);
        await next(context);
    }

    private async Task<Exception> WhyUnknownAsync(HttpContext context)
    {
        // What was found before is kept by the scheme, and no feature has it.
        var failure = (await context.AuthenticateAsync()).Failure;
        if (failure is UnavailableException)
            return failure;
        var why = failure is null ? "This route asks who calls." : TokenFailures.Of(failure) ?? failure.Message;
        var (hasKeys, hasTokens) = (auth.Value.Keys.Count > 0, auth.Value.Jwt.IsOn);
        var what = (hasKeys, hasTokens) switch
        {
            (true, true) => "a key or a token as 'Authorization: Bearer …', or a key as 'X-Api-Key: …'",
            (true, false) => "a key as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'",
            _ => "a token as 'Authorization: Bearer TOKEN'",
        };
        return new UnknownCallerException(
            $"{why} Send {what}; whoever runs the service gives them out.", isSent: Credentials.Of(context.Request) is not null);
    }
}
