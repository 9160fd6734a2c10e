using Microsoft.IdentityModel.Tokens;

namespace GradCamService.Callers;

/// <summary>Why a token is not taken, in words for its sender.</summary>
internal static class TokenFailures
{
    private static readonly (Type Failure, string Words)[] All =
    [
        (typeof(SecurityTokenExpiredException), "The token has expired."),
        (typeof(SecurityTokenNotYetValidException), "The token is not valid yet."),
        (typeof(SecurityTokenNoExpirationException), "The token does not say when it expires (exp)."),
        (typeof(SecurityTokenInvalidLifetimeException), "The token's times (nbf, exp) contradict each other."),
        (typeof(SecurityTokenInvalidAudienceException), "The token was made for another service (aud)."),
        (typeof(SecurityTokenInvalidIssuerException), "The token's issuer (iss) is not trusted here."),
        (typeof(SecurityTokenInvalidSignatureException), "The token is not signed with a key that is trusted here."),
        (typeof(SecurityTokenException), "The token is not valid."),
        (typeof(ArgumentException), "The token cannot be read."),
    ];

    /// <summary>Null where it is no token's failure.</summary>
    public static string? Of(Exception failure) => All.FirstOrDefault(row => row.Failure.IsInstanceOfType(failure)).Words;
}
