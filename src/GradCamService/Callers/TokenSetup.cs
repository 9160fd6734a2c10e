using System.Security.Claims;
using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace GradCamService.Callers;

/// <summary>Which tokens are taken, and what caller each is of.</summary>
internal sealed class TokenSetup(IOptions<AuthOptions> auth) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string SchemeName = JwtBearerDefaults.AuthenticationScheme;

    // No name of a key has a colon.
    private const string Prefix = "jwt:";
    private const string Subject = "sub";
    private const int LongestSubject = 200;

    // A request waits for no longer until its sender is told.
    private static readonly TimeSpan AuthorityTimeout = TimeSpan.FromSeconds(5);

    private static readonly char[] Separators = [' ', ','];

    public void Configure(JwtBearerOptions options) => Configure(SchemeName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        var jwt = auth.Value.Jwt;
        options.Authority = string.IsNullOrWhiteSpace(jwt.Authority) ? null : jwt.Authority;
        options.Audience = jwt.Audience;
        options.MapInboundClaims = false;
        options.BackchannelTimeout = AuthorityTimeout;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = jwt.Audience,
            ValidateIssuer = options.Authority is not null || jwt.Issuer is not null,
            ValidIssuer = jwt.Issuer,
            IssuerSigningKeys = [.. jwt.Keys.Select(JwtKeys.Read)],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        options.Events = new JwtBearerEvents
        {
            OnAuthenticationFailed = TellOfAuthorityAsync,
            OnTokenValidated = context =>
            {
                var token = context.Principal!;
                if (token.FindFirstValue(Subject) is { Length: > 0 and <= LongestSubject } subject)
                    context.Principal = Named(subject, token.FindAll(jwt.RolesClaim).SelectMany(claim => claim.Value.Split(Separators)));
                else
                    context.Fail($"The token has no subject (sub) of 1 to {LongestSubject} letters, which is the caller's name.");
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>A token is not wrong because nobody could be asked for the keys that it may be signed with.</summary>
    private static async Task TellOfAuthorityAsync(AuthenticationFailedContext context)
    {
        if (context.Options.ConfigurationManager is not { } authority)
            return;
        try
        {
            await authority.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            context.Fail(new UnavailableException("Tokens cannot be checked now: who signs them (Auth:Jwt:Authority) cannot be asked for its keys.", AuthorityTimeout));
        }
    }

    private static ClaimsPrincipal Named(string subject, IEnumerable<string> roles) => new(new ClaimsIdentity(
        CallerRoles.All.Intersect(roles).Select(role => new Claim(ClaimTypes.Role, role)).Prepend(new Claim(ClaimTypes.Name, Prefix + subject)), SchemeName));
}
