using System.Text.Json.Nodes;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Concepts;

/// <summary>A file of concepts, and what it turned out to be.</summary>
/// <param name="Catalog">What it lists.</param>
/// <param name="Form">How it is written, in words.</param>
/// <param name="Encoding">Its letters', in words.</param>
internal sealed record LabelReading(ConceptCatalog Catalog, string Form, string Encoding)
{
    // Where timm keeps what belongs to the weights.
    private const string Pretrained = "pretrained_cfg";

    /// <exception cref="ManifestException">No file, or one that is no list of labels; of lines, the wrong one is named.</exception>
    public static LabelReading Read(string path)
    {
        var text = LabelText.Read(path);
        try
        {
            var (form, catalog) = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? OfJson(path, text.Text)
                : OfList(IsLiteral(text.Text.Trim()) ? OfNode(PythonLiteral.Parse(text.Text)) : LabelLines.Read(text.Text));
            return new LabelReading(catalog, form, text.Encoding);
        }
        catch (FormatException e)
        {
            throw new ManifestException(path, [e.Message], e);
        }
    }

    /// <summary>Labels in a text of a network's metadata: JSON, or Python's way to print it; null where it is something else.</summary>
    public static LabelList? Of(string text)
    {
        try
        {
            return IsLiteral(text.Trim()) ? OfNode(PythonLiteral.Parse(text)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsLiteral(string text) => text is ['{', .., '}'] or ['[', .., ']'];

    private static (string Form, ConceptCatalog Catalog) OfList(LabelList list) => (list.Form, new ConceptCatalog(list.Classes, []));

    private static LabelList OfNode(JsonNode? node) => node switch
    {
        JsonObject map when !LabelMap.IsMap(map) && LabelMap.In(map) is { } list => list,
        JsonObject or JsonArray { Count: > 0 } => LabelMap.Read(node),
        _ => throw new FormatException("has no labels"),
    };

    private static (string Form, ConceptCatalog Catalog) OfJson(string path, string text)
    {
        var json = Open(path, text);
        return json switch
        {
            { Root: JsonArray { Count: > 0 } pairs } when pairs[0] is JsonArray => OfList(LabelMap.Read(pairs)),
            { Root: JsonObject map } when LabelMap.IsMap(map) => OfList(LabelMap.Read(map)),
            { Root: JsonObject root } when LabelMap.In(root) is { } list => OfList(list),
            { Root: JsonObject root } when root[Pretrained] is JsonObject weights && LabelMap.In(weights) is { } list => OfList(list),
            { IsObject: true } => ("classes and groups", ConceptFile.Read(json)),
            _ => ("a list of labels", ConceptCatalog.OfLabels(json.Labels())),
        };
    }

    /// <summary>JSON; what is none may be a dict that a script printed.</summary>
    private static JsonFile Open(string path, string text)
    {
        try
        {
            return JsonFile.Of(path, System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (ManifestException)
        {
            if (!text.Contains('\'', StringComparison.Ordinal) || !IsLiteral(text.Trim()))
                throw;
            return JsonFile.Of(path, System.Text.Encoding.UTF8.GetBytes(PythonLiteral.Parse(text)!.ToJsonString()));
        }
    }
}
