using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace GradCamService.Configuration;

/// <summary>Keys that tokens are signed with, as they are written in settings.</summary>
internal static class JwtKeys
{
    // RFC 7518, section 3.2: no shorter than the hash of HS256.
    private const int FewestBytes = 32;

    /// <param name="text">A secret in base64, or a public key as PEM.</param>
    /// <exception cref="FormatException">It is neither; the message says what it must be, and nothing of the key.</exception>
    public static SecurityKey Read(string text)
    {
        try
        {
            return text.Contains("-----BEGIN", StringComparison.Ordinal) ? ReadPem(text) : ReadSecret(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or CryptographicException)
        {
            throw new FormatException($"must be {FewestBytes} bytes or more in base64, or a public key of RSA or ECDSA as PEM", exception);
        }
    }

    private static SymmetricSecurityKey ReadSecret(string text) =>
        Convert.FromBase64String(text) is { Length: >= FewestBytes } secret ? new SymmetricSecurityKey(secret) : throw new FormatException("too short");

    private static AsymmetricSecurityKey ReadPem(string text)
    {
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw new FormatException("a private key");
        try
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(text);
            return new RsaSecurityKey(rsa);
        }
        catch (CryptographicException)
        {
            var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(text);
            return new ECDsaSecurityKey(ecdsa);
        }
    }
}
