using System.Globalization;
using System.Text.Json.Nodes;
using GradCamService.Explain.Imaging;

namespace GradCamService.Answers;

/// <summary>The data URLs of an answer as files.</summary>
internal static class PictureFiles
{
    private const string Scheme = "data:";
    private const string Encoding = ";base64,";

    // What every picture's place in the answer has says nothing of it.
    private static readonly string[] Unsaid = ["explanations", "images"];

    /// <summary>Puts paths in the place of data URLs; without a place for files, takes those away.</summary>
    /// <param name="answer">Is changed.</param>
    /// <param name="stem">The beginning of the files' paths; null: there are none.</param>
    /// <returns>Files by their paths.</returns>
    public static IReadOnlyDictionary<string, byte[]> Take(JsonNode answer, string? stem)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var url in Values(answer).Where(IsUrl).ToList())
        {
            if (stem is null)
            {
                url.Parent!.AsObject().Remove(url.GetPropertyName());
                continue;
            }
            var (mediaType, bytes) = Decode(url.GetValue<string>());
            var path = $"{stem}-{NameOf(url)}.{PictureFormat.All.First(format => format.MediaType == mediaType).Name}";
            files[path] = bytes;
            url.ReplaceWith(path);
        }
        return files;
    }

    private static IEnumerable<JsonValue> Values(JsonNode? node) => node switch
    {
        JsonObject entries => entries.SelectMany(entry => Values(entry.Value)),
        JsonArray items => items.SelectMany(Values),
        JsonValue value => [value],
        _ => [],
    };

    private static bool IsUrl(JsonValue value) =>
        value.TryGetValue<string>(out var text) && text.StartsWith(Scheme, StringComparison.Ordinal) && value.Parent is JsonObject;

    private static (string MediaType, byte[] Bytes) Decode(string url)
    {
        var comma = url.IndexOf(Encoding, StringComparison.Ordinal);
        return (url[Scheme.Length..comma], Convert.FromBase64String(url[(comma + Encoding.Length)..]));
    }

    /// <summary>Its place in the answer: <c>1-overlay</c> of the first explanation.</summary>
    private static string NameOf(JsonNode node) => string.Join('-', Parts(node).Reverse().Where(part => !Unsaid.Contains(part)));

    private static IEnumerable<string> Parts(JsonNode node)
    {
        for (; node.Parent is { } parent; node = parent)
            yield return parent is JsonArray ? (node.GetElementIndex() + 1).ToString(CultureInfo.InvariantCulture) : node.GetPropertyName();
    }
}
