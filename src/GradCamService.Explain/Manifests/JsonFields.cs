using System.Text.Json;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Manifests;

/// <summary>Takes typed members out of one JSON object and collects what is wrong instead of stopping at it.</summary>
/// <remarks>
/// Null counts as absent. A required member that is missing or wrong yields an empty value besides its problem, so that the
/// caller can go on to the next member; who built something from problems must throw it away.
/// </remarks>
/// <param name="value">The object.</param>
/// <param name="path">Where it stands in the file, such as <c>input</c>; empty for the root.</param>
/// <param name="problems">Shared by all objects of a file.</param>
internal sealed class JsonFields(JsonElement value, string path, List<string> problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wrong = new(StringComparer.Ordinal);

    /// <summary>Names of all members, known or not.</summary>
    public IEnumerable<string> Names() => value.EnumerateObject().Select(member => member.Name);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a problem of this member was reported.</summary>
    public bool IsWrong(string name) => _wrong.Contains(name);

    public void Report(string name, string problem)
    {
        _wrong.Add(name);
        problems.Add($"{At(name)}: {problem}");
    }

    public string? Text(string name) =>
        Take(name, "a text with something in it", field =>
            field.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(field.GetString()) ? field.GetString() : null);

    public string RequiredText(string name) => Required(name, Text(name), "a text") ?? "";

    public int? Integer(string name, int least, int most) =>
        Take<int?>(name, $"a whole number from {least} to {most}", field =>
            field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var number) && number >= least && number <= most
                ? number
                : null);

    public int RequiredInteger(string name, int least, int most) =>
        Required(name, Integer(name, least, most), $"a whole number from {least} to {most}") ?? least;

    /// <summary>A finite number; <paramref name="allowed"/> is the range in words, such as <c>above 0 and at most 1</c>.</summary>
    public double? Number(string name, string allowed, Func<double, bool> isAllowed) =>
        Take<double?>(name, $"a number {allowed}", field => IsNumber(field, isAllowed) ? field.GetDouble() : null);

    /// <summary>Finite numbers, as many as one of <paramref name="counts"/>.</summary>
    public IReadOnlyList<float>? Numbers(string name, string allowed, Func<double, bool> isAllowed, params int[] counts)
    {
        var count = string.Join(" or ", counts);
        return Take(name, $"an array of {count} numbers, {allowed}", field =>
            field.ValueKind == JsonValueKind.Array
            && counts.Contains(field.GetArrayLength())
            && field.EnumerateArray().All(number => IsNumber(number, isAllowed))
                ? field.EnumerateArray().Select(number => number.GetSingle()).ToArray()
                : null);
    }

    public IReadOnlyList<string>? Texts(string name) =>
        Take(name, "an array of texts, none empty and none twice", field =>
        {
            if (field.ValueKind != JsonValueKind.Array || field.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
                return null;
            var texts = field.EnumerateArray().Select(item => item.GetString()!).ToArray();
            return texts.Any(string.IsNullOrWhiteSpace) || texts.Distinct(StringComparer.Ordinal).Count() < texts.Length ? null : texts;
        });

    /// <summary>The choice that the text names, whatever its case.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct =>
        Take<T?>(name, $"one of {string.Join(", ", choices.Keys)}", field =>
            field.ValueKind == JsonValueKind.String
            && choices.Keys.FirstOrDefault(key => key.Equals(field.GetString(), StringComparison.OrdinalIgnoreCase)) is { } key
                ? choices[key]
                : null);

    /// <summary>An object of texts by name.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name, string expected, Func<string, bool> isAllowed) =>
        Take(name, $"an object whose values are {expected}", field =>
            field.ValueKind == JsonValueKind.Object
            && field.EnumerateObject().All(member =>
                member.Value.ValueKind == JsonValueKind.String && isAllowed(member.Value.GetString()!))
                ? field.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!)
                : null);

    public JsonFields? Object(string name) =>
        Take(name, "an object", field => field.ValueKind == JsonValueKind.Object ? new JsonFields(field, At(name), problems) : null);

    public IReadOnlyList<JsonElement>? Array(string name) =>
        Take(name, "an array", field => field.ValueKind == JsonValueKind.Array ? field.EnumerateArray().ToArray() : null);

    /// <summary>Adds a problem where a member that must be there is not (and was not found wrong already).</summary>
    public T Required<T>(string name, T member, string expected)
    {
        if (member is null && !Has(name))
            Report(name, $"is missing; expected {expected}");
        return member;
    }

    /// <summary>Adds a problem for each member that nobody asked for. Call it last.</summary>
    public void RefuseOthers()
    {
        foreach (var name in Names().Where(name => !_known.Contains(name)))
        {
            var near = Nearest.To(name, _known, 1);
            Report(name, near.Count > 0 ? $"is not known; did you mean '{near[0]}'?" : $"is not known; known are {Known()}");
        }
    }

    private string Known() => string.Join(", ", _known.Order(StringComparer.Ordinal));

    private static bool IsNumber(JsonElement field, Func<double, bool> isAllowed) =>
        field.ValueKind == JsonValueKind.Number && field.GetDouble() is var number && float.IsFinite((float)number) && isAllowed(number);

    private T? Take<T>(string name, string expected, Func<JsonElement, T?> read)
    {
        if (Find(name) is not { } field)
            return default;
        var result = read(field);
        if (result is null)
            Report(name, $"must be {expected}, is {ModelJson.Kind(field)}");
        return result;
    }

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return value.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;
    }

    private string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
