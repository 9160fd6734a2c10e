using System.IO.Compression;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Sequences;

/// <summary>The arrays of an answer in NumPy's form.</summary>
internal static class Npz
{
    public static async Task<IReadOnlyDictionary<string, Npy>> NpzAsync(this Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        return zip.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)).ToDictionary(entry => entry.Name[..^4], Read);
    }

    private static Npy Read(ZipArchiveEntry entry)
    {
        using var file = entry.Open();
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return Npy.Parse(copy.ToArray());
    }
}
