using System.IO.Compression;
using System.Text.Json;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Answers;

/// <summary>An answer of arrays, as numpy would load it.</summary>
internal sealed class Npz(IReadOnlyDictionary<string, Npy> arrays, JsonElement answer)
{
    public JsonElement Answer => answer;

    public IEnumerable<string> Names => arrays.Keys;

    public Npy this[string name] => arrays[name];

    public static async Task<Npz> ReadAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/x-npz", response.Content.Headers.ContentType?.MediaType);
        return Read(await response.Content.ReadAsStreamAsync());
    }

    public static Npz Read(Stream file)
    {
        using var zip = new ZipArchive(file);
        return new Npz(
            zip.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal))
                .ToDictionary(entry => Path.GetFileNameWithoutExtension(entry.Name), entry => Npy.Parse(Bytes(entry))),
            JsonSerializer.Deserialize<JsonElement>(Bytes(zip.GetEntry("answer.json")!)));
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }
}
