using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using GradCamService.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace GradCamService.Callers;

/// <summary>Knows callers by their keys. The service has hashes alone: whoever reads its settings cannot call.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<AuthOptions> auth)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!auth.Value.IsOn || Credentials.Of(Request) is not { } sent)
            return Task.FromResult(AuthenticateResult.NoResult());
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sent));
        KeyOptions? known = null;
        // All of them, each in constant time: how long it takes tells nothing of how near a guess was.
        foreach (var key in auth.Value.Keys)
            if (CryptographicOperations.FixedTimeEquals(Convert.FromHexString(key.Sha256), hash))
                known = key;
        if (known is null)
            return Task.FromResult(AuthenticateResult.Fail("The key is not known here."));
        var claims = known.Roles.Select(role => new Claim(ClaimTypes.Role, role)).Prepend(new Claim(ClaimTypes.Name, known.Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name)));
    }
}
