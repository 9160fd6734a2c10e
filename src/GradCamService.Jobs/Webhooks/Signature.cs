using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GradCamService.Jobs.Webhooks;

/// <summary>By what a receiver knows that a message is this service's, and how old it is.</summary>
internal static class Signature
{
    /// <summary>The value of <c>X-Signature</c>: <c>sha256=</c> and HMAC-SHA256 over timestamp, a dot and body, in lowercase hexadecimal digits.</summary>
    /// <param name="secret">The key; its UTF-8 bytes are used.</param>
    /// <param name="timestamp">The value of <c>X-Timestamp</c>: seconds since 1970, UTC.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static string Of(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture)), (byte)'.', .. body];
        return $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
