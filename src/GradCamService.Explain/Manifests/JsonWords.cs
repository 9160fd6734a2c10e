using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Manifests;

/// <summary>JSON values, and what they must be, in words for whoever writes the file.</summary>
internal static class JsonWords
{
    /// <summary>What a value is, in words: <c>the text "abc"</c>, <c>the number 1.5</c>, <c>an array</c>.</summary>
    public static string Of(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray { Count: 0 } => "an empty array",
        JsonArray => "an array",
        JsonObject => "an object",
        _ when node.GetValueKind() == JsonValueKind.String => $"the text \"{Names.Shorten(node.GetValue<string>())}\"",
        _ when node.GetValueKind() == JsonValueKind.Number => $"the number {Names.Shorten(node.ToJsonString())}",
        _ => node.ToJsonString(),
    };

    /// <summary>What a value must be, such as <c>a whole number from 1 to 64</c>.</summary>
    /// <param name="type">Of the value.</param>
    /// <param name="rules">Its annotations.</param>
    public static string Expected(JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules)
    {
        var value = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (type.Kind == JsonTypeInfoKind.Enumerable)
            return $"an array of {Noun(type.ElementType!)}s{string.Concat(rules.Select(OfListInWords))}";
        if (type.Kind != JsonTypeInfoKind.None)
            return "an object";
        if (value.IsEnum)
            return "one of " + string.Join(", ", Enum.GetValues(value).Cast<object>()
                .Select(word => JsonSerializer.SerializeToNode(word, type.Options.GetTypeInfo(value))!.GetValue<string>()));
        return rules.OfType<RegularExpressionAttribute>().FirstOrDefault()?.ErrorMessage
            ?? (value == typeof(string) ? "a text with something in it"
                : $"a {Noun(value)}{string.Concat(rules.OfType<RangeAttribute>().Select(InWords))}");
    }

    /// <summary>Whether a rule is about a list, and not about each value in it.</summary>
    public static bool IsOfList(ValidationAttribute rule) => OfListInWords(rule).Length > 0;

    private static string Noun(Type type) =>
        type == typeof(string) ? "text" : type == typeof(int) ? "whole number" : type.IsPrimitive ? "finite number" : "object";

    private static string InWords(RangeAttribute range) => FormattableString.Invariant(range switch
    {
        { MinimumIsExclusive: true, Maximum: >= (double)float.MaxValue } => (FormattableString)$" above {range.Minimum}",
        { MinimumIsExclusive: true } => $" above {range.Minimum} and at most {range.Maximum}",
        _ => $" from {range.Minimum} to {range.Maximum}",
    });

    private static string OfListInWords(ValidationAttribute rule) => rule switch
    {
        LengthAttribute length => FormattableString.Invariant($", {length.MinimumLength} to {length.MaximumLength}"),
        MinLengthAttribute least => FormattableString.Invariant($", at least {least.Length}"),
        DistinctAttribute => ", none twice",
        _ => "",
    };
}

/// <summary>No text of a list is there twice.</summary>
internal sealed class DistinctAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is not IReadOnlyCollection<string> texts || texts.Distinct(StringComparer.Ordinal).Count() == texts.Count;
}
