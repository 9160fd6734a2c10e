using System.Security.Cryptography;

namespace GradCamService.Explain.Manifests;

/// <summary>The digest by which an auditor knows a network.</summary>
internal static class NetworkHash
{
    /// <summary>SHA-256 of the graph's file; with an encoder, of its file followed by the graph's (<c>cat encoder graph | sha256sum</c>).</summary>
    public static string Of(ModelManifest manifest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var path in new[] { manifest.EncoderPath, manifest.GraphPath }.OfType<string>())
        {
            using var file = File.OpenRead(path);
            for (int read; (read = file.Read(buffer)) > 0;)
                hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
