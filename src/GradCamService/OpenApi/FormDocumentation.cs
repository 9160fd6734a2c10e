using System.Text.Json.Nodes;
using GradCamService.Explanations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>What the generator cannot know of the forms' fields: allowed values, examples, and that an image is required.</summary>
internal static class FormDocumentation
{
    private static readonly Dictionary<string, IEnumerable<string>> Values = new()
    {
        ["method"] = FieldNames.Methods.Keys,
        ["fit"] = FieldNames.Fits.Keys,
        ["colormap"] = FieldNames.ColorMaps.Keys,
        ["images"] = FieldNames.Pictures.Keys,
    };

    private static readonly Dictionary<string, JsonNode> Examples = new()
    {
        ["concept"] = new JsonArray("tiger cat"),
        ["against"] = "Egyptian cat",
        ["layer"] = "head",
        ["top"] = 3,
        ["threshold"] = 0.15,
        ["counterfactual"] = false,
        ["method"] = new JsonArray("guided-grad-cam"),
        ["images"] = new JsonArray("overlay"),
        ["fit"] = "crop",
        ["colormap"] = "jet",
    };

    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.RequestBody?.Content is not { } content || !content.TryGetValue("multipart/form-data", out var media)
            || media.Schema is not OpenApiSchema form)
            return Task.CompletedTask;
        var properties = form.Properties ?? form.AllOf?.SelectMany(part => part.Properties ?? new Dictionary<string, IOpenApiSchema>())
            .ToDictionary(entry => entry.Key, entry => entry.Value) ?? [];
        form.AllOf = null;
        form.Type = JsonSchemaType.Object;
        form.Properties = properties;
        form.Required = new HashSet<string> { "image" };
        foreach (var (name, schema) in properties)
            if (schema is OpenApiSchema field)
                Complete(name, field);
        return Task.CompletedTask;
    }

    private static void Complete(string name, OpenApiSchema field)
    {
        if (Values.TryGetValue(name, out var values))
        {
            var one = field.Items as OpenApiSchema ?? field;
            one.Enum = values.Select(value => (JsonNode)value).ToList();
        }
        if (Examples.TryGetValue(name, out var example))
            field.Examples = [example.DeepClone()];
    }
}
