using System.Text.Json.Nodes;
using GradCamService.Explanations;
using GradCamService.Problems;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>What the generator does not see of the forms' fields: meanings, allowed values, examples, and that an image is required.</summary>
internal static class FormDocumentation
{
    private static readonly Dictionary<string, IEnumerable<string>> Values = new()
    {
        ["method"] = FieldNames.Methods.Keys,
        ["fit"] = FieldNames.Fits.Keys,
        ["colormap"] = FieldNames.ColorMaps.Keys,
        ["images"] = FieldNames.Pictures.Keys,
    };

    // Swagger UI fills its form with these: they fit every model together, and what does not is left empty and not sent .
    private static readonly Dictionary<string, JsonNode> Examples = new()
    {
        ["concept"] = new JsonArray(),
        ["answer"] = new JsonArray(),
        ["against"] = "",
        ["question"] = "",
        ["caption"] = "",
        ["layer"] = "",
        ["top"] = "",
        ["beams"] = "",
        ["threshold"] = 0.15,
        ["counterfactual"] = false,
        ["method"] = new JsonArray("guided-grad-cam"),
        ["images"] = new JsonArray("overlay"),
        ["fit"] = "stretch",
        ["colormap"] = "jet",
    };

    public static async Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.RequestBody is not OpenApiRequestBody body || body.Content is not { } content
            || !content.TryGetValue("multipart/form-data", out var media) || media.Schema is not OpenApiSchema form)
            return;
        var request = context.Description.ActionDescriptor.Parameters
            .Single(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Form).ParameterType;
        var documented = await context.GetOrCreateSchemaAsync(request, cancellationToken: cancellation);
        form.Properties ??= form.AllOf?.SelectMany(part => part.Properties ?? new Dictionary<string, IOpenApiSchema>())
            .ToDictionary(entry => entry.Key, entry => entry.Value) ?? [];
        // The generator leaves the last field's meaning here.
        body.Description = "A part for each field; a repeatable field has a part for each value. Fields that do not exist are refused, and "
            + $"so are those of another task. To try: {TaskExamples.For(form.Properties.Keys)}.";
        form.AllOf = null;
        form.Type = JsonSchemaType.Object;
        form.Required = new HashSet<string> { "image" };
        form.Properties["image"] = Files();
        foreach (var (name, schema) in form.Properties)
            if (schema is OpenApiSchema field)
                Complete(name, field, documented.Properties?[name].Description);
    }

    private static OpenApiSchema Files() => new()
    {
        Type = JsonSchemaType.Array,
        Description = "The photo: JPEG, PNG, WebP, GIF (first frame) or BMP. One part; for a policy repeated, a part for each frame, oldest first.",
        MinItems = 1,
        Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
    };

    private static void Complete(string name, OpenApiSchema field, string? meaning)
    {
        // The image's own stays; a meaning's line breaks are those of the source.
        field.Description ??= meaning?.ReplaceLineEndings(" ");
        if (TaskFields.TasksOf(name) is { } tasks)
            field.Description += $" Models for {string.Join(", ", tasks)} only.";
        if (Values.TryGetValue(name, out var values))
        {
            var one = field.Items as OpenApiSchema ?? field;
            one.Enum = values.Select(value => (JsonNode)value).ToList();
        }
        if (Examples.TryGetValue(name, out var example))
            field.Examples = [example.DeepClone()];
    }
}
