using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace GradCamService.Callers;

internal static class CallersRegistration
{
    private const string Either = "Caller";

    /// <summary>Who calls, what it may, and how much of it.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, _ => { })
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyHandler.SchemeName, null)
            .AddJwtBearer(TokenSetup.SchemeName);
        services.AddOptions<PolicySchemeOptions>(Either).Configure<IOptions<AuthOptions>>((scheme, auth) => scheme.ForwardDefaultSelector = context =>
            auth.Value.Jwt.IsOn && Credentials.Of(context.Request) is { } sent && Credentials.IsToken(sent) ? TokenSetup.SchemeName : KeyHandler.SchemeName);
        services.ConfigureOptions<TokenSetup>();
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<IOptions<AuthOptions>>((options, auth) =>
        {
            foreach (var role in CallerRoles.All)
                options.AddPolicy(role, policy => Ask(policy, role, auth.Value.IsOn));
        });
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<CallerLimiter>((options, limiter) =>
        {
            options.GlobalLimiter = limiter.OfRequests;
            options.OnRejected = (refused, _) => throw limiter.Refusal(RequestCaller.Of(refused.HttpContext), refused.Lease);
        });
        return services
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>()
            .AddSingleton<CallerDirectory>()
            .AddSingleton<CallerLimiter>()
            .AddSingleton(provider => new CallerShare(provider.GetRequiredService<IOptions<LimitsOptions>>().Value
                .QueueShareOrDefault(provider.GetRequiredService<IOptions<AuthOptions>>().Value.IsOn)))
            .AddHostedService<ExposureWarning>();
    }

    /// <summary>Around what answers errors, so that the log has the status that was sent.</summary>
    public static void UseAudit(this WebApplication app) => app.UseMiddleware<Audit>();

    /// <summary>Behind routing, which knows what a route asks, and behind what answers errors.</summary>
    public static void UseCallers(this WebApplication app)
    {
        var (directory, limiter) = (app.Services.GetRequiredService<CallerDirectory>(), app.Services.GetRequiredService<CallerLimiter>());
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            if (!Routes.AreLimited(context.GetEndpoint()))
                return next(context);
            var caller = directory.Of(context);
            context.Features.Set(caller);
            context.Response.OnStarting(() =>
            {
                foreach (var (name, value) in limiter.HeadersFor(caller))
                    context.Response.Headers[name] = value;
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseAuthorization();
        app.UseRateLimiter();
    }

    private static void Ask(AuthorizationPolicyBuilder policy, string role, bool isOn)
    {
        if (isOn)
            policy.RequireRole(role, CallerRoles.Admin);
        else
            policy.RequireAssertion(asked => role != CallerRoles.Admin || (asked.Resource is HttpContext context && Administrators.MayCall(context)));
    }
}
