using System.ComponentModel.DataAnnotations;
using System.Reflection;
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
                foreach (var name in entries.Select(entry => entry.Key).ToList())
                    if (!KeepEntry(entries, name, Of(type, type.ElementType!), rules, Member(at, name)))
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

    /// <summary>A value, or in an object's place its main member alone, of which the object is made.</summary>
    private bool KeepEntry(JsonObject entries, string name, JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules, string at)
    {
        var value = entries[name];
        if (value is not JsonValue || type.Type.GetCustomAttribute<ShorthandAttribute>() is not { Member: var member })
            return Keep(value, type, rules, at);
        if (!Keep(value, Of(type, type.Properties.First(property => property.Name == member).PropertyType), [], at))
            return false;
        entries[name] = new JsonObject { [member] = value.DeepClone() };
        return true;
    }

    private void CheckMembers(JsonObject members, JsonTypeInfo type, string at)
    {
        foreach (var property in type.Properties)
        {
            var rules = property.AttributeProvider!.GetCustomAttributes(true).OfType<ValidationAttribute>().ToList();
            var (member, itsType, place) = (members[property.Name], Of(type, property.PropertyType), Member(at, property.Name));
            if (member is null && rules.Exists(rule => rule is RequiredAttribute))
                report(place, $"is missing; expected {JsonWords.Expected(itsType, rules)}");
            else if (member is not null && !Keep(member, itsType, rules, place))
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
            if (Keep(items[i], item, [.. rules.Where(rule => !JsonWords.IsOfList(rule))], FormattableString.Invariant($"{at}[{i}]")))
                continue;
            isWhole = false;
            // Keeps the places of the others.
            if (item.Kind == JsonTypeInfoKind.Object)
                items[i] = new JsonObject();
        }

        if (!isWhole)
            return item.Kind == JsonTypeInfoKind.Object;
        var list = items.Deserialize(type);
        var isRight = rules.Where(JsonWords.IsOfList).All(rule => rule.IsValid(list));
        if (!isRight)
            Refuse(items, type, rules, at);
        return isRight;
    }

    private void Refuse(JsonNode? node, JsonTypeInfo type, IReadOnlyList<ValidationAttribute> rules, string at) =>
        report(at, $"must be {JsonWords.Expected(type, rules)}, is {JsonWords.Of(node)}");

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

    private static JsonTypeInfo Of(JsonTypeInfo parent, Type type) => parent.Options.GetTypeInfo(type);

    private static string Member(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}
