using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Manifests;

/// <summary>
/// Tries each member of a JSON value on its own, so that all that are wrong are told and not only the first, at which the serializer stops.
/// What is wrong is taken out: the rest can be read.
/// </summary>
/// <remarks>Null counts as absent. Texts have something in them and numbers are finite, whatever their annotations say.</remarks>
/// <param name="report">Takes the path of what is wrong, and what it must be and is.</param>
internal sealed class JsonCheck(Action<string, string> report)
{
    private readonly Dictionary<JsonPropertyInfo, IReadOnlyList<ValidationAttribute>> _rules = [];

    /// <summary>Whether the value, without what was taken out of it, can be read.</summary>
    /// <param name="node">The value.</param>
    /// <param name="type">What it is to become.</param>
    /// <param name="rules">Annotations; of a list or a map, those that are not about its length are about each value.</param>
    /// <param name="at">Where it stands in the file, such as <c>input.width</c>; empty for the root.</param>
    public bool Keep(JsonNode? node, JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules, string at)
    {
        switch (type.Kind, node)
        {
            case (JsonTypeInfoKind.Object, JsonObject members):
                CheckMembers(members, type, at);
                return true;
            case (JsonTypeInfoKind.Dictionary, JsonObject entries):
                foreach (var (name, value) in entries.ToList())
                    if (!Keep(value, Of(type, type.ElementType!), rules, Member(at, name)))
                        entries.Remove(name);
                return true;
            case (JsonTypeInfoKind.Enumerable, JsonArray items):
                return KeepItems(items, type, rules, at);
            case (JsonTypeInfoKind.None, not null) when IsRight(node, type, rules):
                return true;
            default:
                Refuse(node, type, rules, at);
                return false;
        }
    }

    /// <summary>What a value is, in words: <c>the text "abc"</c>, <c>the number 1.5</c>, <c>an array</c>.</summary>
    public static string Kind(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray { Count: 0 } => "an empty array",
        JsonArray => "an array",
        JsonObject => "an object",
        _ when node.GetValueKind() == JsonValueKind.String => $"the text \"{Names.Shorten(node.GetValue<string>())}\"",
        _ when node.GetValueKind() == JsonValueKind.Number => $"the number {Names.Shorten(node.ToJsonString())}",
        _ => node.ToJsonString(),
    };

    private void CheckMembers(JsonObject members, JsonTypeInfo type, string at)
    {
        foreach (var property in type.Properties)
        {
            var (rules, member, place) = (RulesOf(property), members[property.Name], Member(at, property.Name));
            if (member is null && rules.Any(rule => rule is RequiredAttribute))
                report(place, $"is missing; expected {Expected(Of(type, property.PropertyType), rules)}");
            else if (member is not null && !Keep(member, Of(type, property.PropertyType), rules, place))
                members.Remove(property.Name);
        }

        var known = type.Properties.Select(property => property.Name).ToList();
        foreach (var name in members.Select(member => member.Key).Except(known).ToList())
        {
            members.Remove(name);
            var hint = Nearest.To(name, known, 1) is [var near] ? $"did you mean '{near}'?" : $"known are {string.Join(", ", known)}";
            report(Member(at, Names.Shorten(name)), $"is not known; {hint}");
        }
    }

    private bool KeepItems(JsonArray items, JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules, string at)
    {
        var item = Of(type, type.ElementType!);
        var isWhole = true;
        for (var i = 0; i < items.Count; i++)
        {
            if (Keep(items[i], item, [.. rules.Where(rule => !IsOfList(rule))], FormattableString.Invariant($"{at}[{i}]")))
                continue;
            isWhole = false;
            // Keeps the places of the others.
            if (item.Kind == JsonTypeInfoKind.Object)
                items[i] = new JsonObject();
        }

        if (!isWhole)
            return item.Kind == JsonTypeInfoKind.Object;
        var list = items.Deserialize(type);
        var isRight = rules.Where(IsOfList).All(rule => rule.IsValid(list));
        if (!isRight)
            Refuse(items, type, rules, at);
        return isRight;
    }

    private void Refuse(JsonNode? node, JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules, string at) =>
        report(at, $"must be {Expected(type, rules)}, is {Kind(node)}");

    private static bool IsRight(JsonNode node, JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules)
    {
        try
        {
            var value = node.Deserialize(type);
            var isOfType = value switch
            {
                string text => !string.IsNullOrWhiteSpace(text),
                // The converter takes "crop, pad" for flags.
                Enum word => Enum.IsDefined(word.GetType(), word) && !node.GetValue<string>().Contains(','),
                float number => float.IsFinite(number),
                double number => double.IsFinite(number),
                _ => value is not null,
            };
            return isOfType && rules.All(rule => rule.IsValid(value));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Expected(JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules)
    {
        var value = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (type.Kind == JsonTypeInfoKind.Enumerable)
            return $"an array of {Noun(type.ElementType!)}s{string.Concat(rules.Select(OfListInWords))}";
        if (type.Kind != JsonTypeInfoKind.None)
            return "an object";
        if (value.IsEnum)
            return "one of " + string.Join(", ", Enum.GetValues(value).Cast<object>()
                .Select(word => JsonSerializer.SerializeToNode(word, Of(type, value))!.GetValue<string>()));
        return rules.OfType<RegularExpressionAttribute>().FirstOrDefault()?.ErrorMessage
            ?? (value == typeof(string) ? "a text with something in it" : $"a {Noun(value)}{string.Concat(rules.OfType<RangeAttribute>().Select(InWords))}");
    }

    private static string Noun(Type type) =>
        type == typeof(string) ? "text" : type == typeof(int) ? "whole number" : type.IsPrimitive ? "finite number" : "object";

    private static string InWords(RangeAttribute range) => FormattableString.Invariant(range switch
    {
        { MinimumIsExclusive: true, Maximum: >= (double)float.MaxValue } => (FormattableString)$" above {range.Minimum}",
        { MinimumIsExclusive: true } => $" above {range.Minimum} and at most {range.Maximum}",
        _ => $" from {range.Minimum} to {range.Maximum}",
    });

    private static bool IsOfList(ValidationAttribute rule) => OfListInWords(rule).Length > 0;

    private static string OfListInWords(ValidationAttribute rule) => rule switch
    {
        LengthAttribute length => FormattableString.Invariant($", {length.MinimumLength} to {length.MaximumLength}"),
        MinLengthAttribute least => FormattableString.Invariant($", at least {least.Length}"),
        DistinctAttribute => ", none twice",
        _ => "",
    };

    private IReadOnlyList<ValidationAttribute> RulesOf(JsonPropertyInfo property) =>
        _rules.TryGetValue(property, out var rules) ? rules
        : _rules[property] = property.AttributeProvider?.GetCustomAttributes(typeof(ValidationAttribute), true).Cast<ValidationAttribute>().ToList() ?? [];

    private static JsonTypeInfo Of(JsonTypeInfo parent, Type type) => parent.Options.GetTypeInfo(type);

    private static string Member(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}

/// <summary>No value of the list is there twice.</summary>
internal sealed class DistinctAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is not System.Collections.IEnumerable values || values.Cast<object>().ToList() is var list && list.Distinct().Count() == list.Count;
}
