using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace GradCamService.Explain.Manifests;

/// <summary>A JSON file of a model folder on its way to a record: strict, bounded, and with all its errors told at once.</summary>
internal sealed class JsonFile
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly string _path;
    private readonly JsonNode? _root;
    private readonly List<(string At, string Text)> _problems = [];

    private JsonFile(string path, JsonNode? root) => (_path, _root) = (path, root);

    public bool IsObject => _root is JsonObject;

    /// <summary>As it stands in the file, for forms that no record describes.</summary>
    public JsonNode? Root => _root;

    /// <exception cref="ManifestException">Not there, unreadable, too large, not UTF-8, or not JSON.</exception>
    public static JsonFile Open(string path) => Of(path, BoundedFile.Read(path));

    /// <param name="path">Where the bytes are from.</param>
    /// <param name="bytes">The file's, in UTF-8.</param>
    /// <exception cref="ManifestException">They are not UTF-8, or not JSON.</exception>
    public static JsonFile Of(string path, byte[] bytes)
    {
        try
        {
            return new JsonFile(path, Parse(path, bytes));
        }
        catch (InvalidOperationException e)
        {
            throw new ManifestException(path, ["has a text with half a surrogate pair, such as \"\\ud800\""], e);
        }
        catch (JsonException e)
        {
            throw new ManifestException(path, [$"is not valid JSON: {e.Message}"], e);
        }
    }

    /// <summary>The record, without the members that are wrong; those are reported.</summary>
    /// <param name="type">The record's or list's type.</param>
    /// <param name="rules">Of a file that is a list.</param>
    /// <exception cref="ManifestException">The file is something else altogether.</exception>
    public T As<T>(JsonTypeInfo<T> type, params IReadOnlyList<ValidationAttribute> rules)
    {
        if (!new JsonCheck(Report).Keep(_root, type, rules, ""))
            ThrowIfWrong();
        return _root.Deserialize(type)!;
    }

    /// <summary>A file that is an array of texts, at least one.</summary>
    /// <exception cref="ManifestException">Every element that is something else.</exception>
    public IReadOnlyList<string> Labels() => As(ManifestJson.Default.IReadOnlyListString, new MinLengthAttribute(1));

    /// <summary>Whether the root has a member, right or wrong.</summary>
    public bool Has(string member) => (_root as JsonObject)?[member] is not null || IsWrong(member);

    /// <summary>Whether a problem of a member, or of an item in it, was reported.</summary>
    /// <param name="at">Its path, such as <c>input.width</c>.</param>
    public bool IsWrong(string at) =>
        _problems.Exists(problem => problem.At == at || problem.At.StartsWith($"{at}[", StringComparison.Ordinal));

    /// <param name="at">Path of the member; empty for the file as a whole.</param>
    /// <param name="problem">What is expected, and what is there.</param>
    public void Report(string at, string problem) => _problems.Add((at, problem));

    /// <exception cref="ManifestException">Everything that was reported.</exception>
    public void ThrowIfWrong()
    {
        var problems = _problems.ConvertAll(problem => problem.At.Length == 0 ? problem.Text : $"{problem.At}: {problem.Text}");
        if (problems.Count > 0)
            throw new ManifestException(_path, problems);
    }

    private static JsonNode? Parse(string path, byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
            throw new ManifestException(path, ["is not UTF-8"]);
        var json = bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        var root = JsonNode.Parse(json, documentOptions: Strict);
        // The parser leaves escapes alone until a text is asked for, and throws there; so have all of them written once, here.
        using var nowhere = new Utf8JsonWriter(Stream.Null);
        root?.WriteTo(nowhere);
        return root;
    }
}
