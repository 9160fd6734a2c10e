using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Concepts;

/// <summary>
/// A list of concepts: <c>{ classes: [{ index, id, label, synonyms, definition }], groups: [{ id, label, synonyms,
/// definition, members }] }</c>.
/// </summary>
internal sealed partial record ConceptFile(
    string? Source,
    [property: Required, MinLength(1)] IReadOnlyList<ConceptFile.ClassEntry>? Classes,
    IReadOnlyList<ConceptFile.GroupEntry>? Groups)
{
    /// <exception cref="ManifestException">Everything that is wrong with it.</exception>
    public static ConceptCatalog Read(JsonFile json)
    {
        var file = json.As(ConceptJson.Default.ConceptFile);
        var (classes, groups) = (file.Classes ?? [], file.Groups ?? []);
        CheckIndices(json, classes, groups);
        var concepts = classes.Select(entry => entry.ToConcept()).Concat(groups.Select(entry => entry.ToConcept())).ToList();
        RefuseRepeats(json, "index", concepts, concept => concept.Index?.ToString(CultureInfo.InvariantCulture));
        RefuseRepeats(json, "id", concepts, concept => concept.Id?.ToUpperInvariant());
        json.ThrowIfWrong();
        return new ConceptCatalog([.. concepts[..classes.Count].OrderBy(concept => concept.Index)], concepts[classes.Count..]);
    }

    // With as many classes as indices, in range and none twice, none is missing either.
    private static void CheckIndices(JsonFile json, IReadOnlyList<ClassEntry> classes, IReadOnlyList<GroupEntry> groups)
    {
        var most = classes.Count - 1;
        for (var i = 0; i < classes.Count; i++)
            if (classes[i].Index is { } index && !IsClass(index))
                json.Report(
                    $"classes[{i}].index", FormattableString.Invariant($"must be a whole number from 0 to {most}, is the number {index}"));
        for (var i = 0; i < groups.Count; i++)
            if (groups[i].Members is { } members && !AreClasses(members))
                json.Report($"groups[{i}].members", $"must be indices of classes, 0 to {most}, at least one and none twice");

        bool AreClasses(IReadOnlyList<int> members) =>
            members.Count > 0 && members.All(IsClass) && members.Distinct().Count() == members.Count;

        bool IsClass(int index) => index >= 0 && index <= most;
    }

    private static void RefuseRepeats(JsonFile json, string what, IEnumerable<Concept> concepts, Func<Concept, string?> key)
    {
        foreach (var same in concepts.Where(concept => key(concept) is not null).GroupBy(key).Where(same => same.Count() > 1))
            json.Report("", $"{what} {same.Key} is given {same.Count()} times: "
                + string.Join(", ", same.Select(concept => $"'{concept.Label}'")));
    }

    internal sealed record ClassEntry(
        [property: Required] int? Index,
        string? Id,
        [property: Required] string? Label,
        [property: Distinct] IReadOnlyList<string>? Synonyms,
        string? Definition)
    {
        public Concept ToConcept() => new(Index, Id, Label ?? "", Synonyms ?? [], Definition, null);
    }

    internal sealed record GroupEntry(
        [property: Required] string? Id,
        [property: Required] string? Label,
        [property: Distinct] IReadOnlyList<string>? Synonyms,
        string? Definition,
        [property: Required] IReadOnlyList<int>? Members)
    {
        public Concept ToConcept() => new(null, Id, Label ?? "", Synonyms ?? [], Definition, [.. (Members ?? []).Order()]);
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
    [JsonSerializable(typeof(ConceptFile))]
    private sealed partial class ConceptJson : JsonSerializerContext;
}
