namespace GradCamService.OpenApi;

/// <summary>For each task, a bundled model with fields that go together.</summary>
internal static class TaskExamples
{
    private static readonly (string Model, (string Field, string Value)[] Fields)[] All =
    [
        ("efficientnet-lite0", [("concept", "tiger cat"), ("against", "Egyptian cat")]),
        ("captioner", [("caption", "a dog on the grass")]),
        ("captioner", [("beams", "5")]),
        ("vqa", [("question", "is there a dog in the picture"), ("answer", "yes"), ("against", "no")]),
        ("vqa", [("question", "what color is the ball"), ("top", "3")]),
        ("catch-policy", [("concept", "left"), ("against", "right")]),
    ];

    /// <summary>Those that a form has the fields for, in a sentence.</summary>
    public static string For(ICollection<string> fields) => string.Join("; ", All
        .Where(example => example.Fields.All(field => fields.Contains(field.Field)))
        .Select(one => $"`{one.Model}` with {string.Join(", ", one.Fields.Select(field => $"{field.Field} `{field.Value}`"))}"));
}
