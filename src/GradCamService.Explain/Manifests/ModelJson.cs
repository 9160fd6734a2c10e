using System.Text.Json;

namespace GradCamService.Explain.Manifests;

/// <summary>Reads the JSON files of a model folder: strict, bounded, and with errors that a person can act on.</summary>
internal static class ModelJson
{
    // Far above any list of classes, far below what would hurt.
    private const long MostBytes = 64 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The file's root element; it does not depend on a document to be disposed.</summary>
    /// <exception cref="ManifestException">Not there, unreadable, too large, or not JSON.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostBytes)
                throw new ManifestException(path, [$"has {file.Length} bytes; at most {MostBytes} are read"]);
            using var document = JsonDocument.Parse(file, Strict);
            CheckTexts(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException e)
        {
            throw new ManifestException(path, ["has a text with half a surrogate pair, such as \"\\ud800\""], e);
        }
        catch (JsonException e)
        {
            throw new ManifestException(path, [$"is not valid JSON: {e.Message}"], e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ManifestException(path, ["is not there"], e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException(path, [$"cannot be read: {e.Message}"], e);
        }
    }

    /// <summary>A JSON array of strings, none of them blank.</summary>
    /// <exception cref="ManifestException">Every element that is something else.</exception>
    public static IReadOnlyList<string> Labels(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array)
            throw new ManifestException(path, [$"must be an array of strings, is {Kind(root)}"]);
        var labels = root.EnumerateArray().ToList();
        var problems = labels
            .Select((label, index) => (label, index))
            .Where(entry => entry.label.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(entry.label.GetString()))
            .Select(entry => $"[{entry.index}]: must be a string with something in it, is {Kind(entry.label)}")
            .ToList();
        if (labels.Count == 0)
            problems.Add("is an empty array");
        return problems.Count == 0 ? labels.ConvertAll(label => label.GetString()!) : throw new ManifestException(path, problems);
    }

    /// <summary>What a value is, in words: <c>the text "abc"</c>, <c>the number 1.5</c>, <c>an array</c>.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text \"{Short(value.GetString()!)}\"",
        JsonValueKind.Number => $"the number {Short(value.GetRawText())}",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => Short(value.GetRawText()),
    };

    /// <summary>The parser leaves escapes alone until a text is asked for, and throws there; so ask for each once, here.</summary>
    private static void CheckTexts(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            _ = value.GetString();
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                CheckTexts(item);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
            {
                _ = member.Name;
                CheckTexts(member.Value);
            }
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
