using System.Globalization;
using System.Text.Json;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Concepts;

/// <summary>
/// Reads a list of concepts: <c>{ classes: [{ index, id, label, synonyms, definition }], groups: [{ id, label, synonyms,
/// definition, members }] }</c>, or an array of labels; a <c>.txt</c> has a label a line.
/// </summary>
internal static class ConceptFile
{
    public static ConceptCatalog Read(string path)
    {
        if (Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase))
            return LabelFile.Read(path);
        var root = ModelJson.Read(path);
        if (root.ValueKind != JsonValueKind.Object)
            return ConceptCatalog.OfLabels(ModelJson.Labels(path, root));

        List<string> problems = [];
        var fields = new JsonFields(root, "", problems);
        fields.Text("source");
        var classElements = fields.Required("classes", fields.Array("classes"), "an array of classes") ?? [];
        if (classElements.Count == 0 && !fields.IsWrong("classes"))
            fields.Report("classes", "must have at least one class");
        var classes = Entries(classElements, "classes", problems, entry => Class(entry, classElements.Count));
        var groups = Entries(fields.Array("groups") ?? [], "groups", problems, entry => Group(entry, classElements.Count));
        fields.RefuseOthers();
        RefuseRepeats(classes, "index", concept => concept.Index?.ToString(CultureInfo.InvariantCulture), problems);
        RefuseRepeats(classes.Concat(groups), "id", concept => concept.Id?.ToUpperInvariant(), problems);
        return problems.Count == 0
            ? new ConceptCatalog([.. classes.OrderBy(concept => concept.Index)], groups)
            : throw new ManifestException(path, problems);
    }

    // With as many classes as indices, in range and none twice, none is missing either.
    private static Concept Class(JsonFields entry, int count) => new(
        entry.RequiredInteger("index", 0, count - 1),
        entry.Text("id"),
        entry.RequiredText("label"),
        entry.Texts("synonyms") ?? [],
        entry.Text("definition"),
        null);

    private static Concept Group(JsonFields entry, int count) => new(
        null,
        entry.RequiredText("id"),
        entry.RequiredText("label"),
        entry.Texts("synonyms") ?? [],
        entry.Text("definition"),
        Members(entry, count));

    private static int[] Members(JsonFields entry, int count)
    {
        var members = entry.Required("members", entry.Array("members"), "an array of class indices") ?? [];
        var isRange = members.All(member =>
            member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var index) && index >= 0 && index < count);
        int[] indices = isRange ? [.. members.Select(member => member.GetInt32()).Distinct().Order()] : [];
        if (!entry.IsWrong("members") && (indices.Length == 0 || indices.Length < members.Count))
            entry.Report("members", $"must be indices of classes, 0 to {count - 1}, at least one and none twice");
        return indices;
    }

    private static List<Concept> Entries(
        IReadOnlyList<JsonElement> elements, string name, List<string> problems, Func<JsonFields, Concept> read)
    {
        List<Concept> concepts = [];
        for (var position = 0; position < elements.Count; position++)
        {
            var at = $"{name}[{position}]";
            if (elements[position].ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{at}: must be an object, is {ModelJson.Kind(elements[position])}");
                continue;
            }

            var fields = new JsonFields(elements[position], at, problems);
            concepts.Add(read(fields));
            fields.RefuseOthers();
        }

        return concepts;
    }

    private static void RefuseRepeats(
        IEnumerable<Concept> concepts, string what, Func<Concept, string?> key, List<string> problems) =>
        problems.AddRange(concepts
            .Where(concept => !string.IsNullOrEmpty(key(concept)))
            .GroupBy(key)
            .Where(same => same.Count() > 1)
            .Select(same => $"{what} {same.Key} is given {same.Count()} times: "
                + string.Join(", ", same.Select(concept => $"'{concept.Label}'"))));
}
