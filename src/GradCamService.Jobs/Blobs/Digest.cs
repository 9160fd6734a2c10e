using System.Security.Cryptography;

namespace GradCamService.Jobs.Blobs;

/// <summary>What names a blob.</summary>
internal static class Digest
{
    /// <returns>SHA-256 of the bytes, hexadecimal in small letters.</returns>
    public static string Of(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
