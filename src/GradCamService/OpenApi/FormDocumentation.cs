using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;
using GradCamService.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>The forms that orders are read from, written from the rows of their fields.</summary>
internal static class FormDocumentation
{
    // Swagger UI fills its form with these: they fit every model together, and what does not is left empty and not sent.
    private static readonly Dictionary<string, JsonNode> Examples = new()
    {
        ["method"] = new JsonArray("guided-grad-cam"),
        ["images"] = new JsonArray("overlay"),
        ["fit"] = "stretch",
    };

    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsOrderAttribute>().SingleOrDefault() is not { Reader: var reader })
            return Task.CompletedTask;
        var fields = reader.FieldsOf(TaskTable.All);
        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { OrderReader.ImageField },
            Properties = fields.ToDictionary(field => field.Name, field => Schema(field, reader)),
            PatternProperties = new Dictionary<string, IOpenApiSchema> { [$"^{Regex.Escape(FurtherInput.Prefix)}"] = Inputs() },
        };
        form.Properties = form.Properties.Prepend(new(OrderReader.ImageField, Files())).ToDictionary();
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A part for each field; a repeatable field has a part for each value. Fields that do not exist are refused, and "
                + $"so are those of another task. What a model reads besides the photo are parts {FurtherInput.Prefix}NAME, as its "
                + $"inputs say. To try: {TaskExamples.For([.. form.Properties.Keys])}.",
            Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new OpenApiMediaType { Schema = form } },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Files() => new()
    {
        Type = JsonSchemaType.Array,
        Description = "The photo: JPEG, PNG, WebP, GIF (first frame) or BMP. One part; for a policy repeated, a part for each frame, oldest first; of "
            + "fewer frames than the model sees, the oldest is repeated. For a model of several photos (input.further), a part for each. Of a "
            + "model for embedding, a second part is what the first is compared with.",
        MinItems = 1,
        Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
    };

    internal static OpenApiSchema Inputs() => new()
    {
        Description = "An input of the model besides the photo, as its inputs list it: numbers, separated by commas or as a JSON array; or a second "
            + "picture.",
        Type = JsonSchemaType.String,
    };

    /// <param name="field">A field of a form.</param>
    /// <param name="reader">Of orders, which says for which tasks the field is.</param>
    internal static IOpenApiSchema Schema(Field field, OrderReader reader)
    {
        var one = new OpenApiSchema
        {
            Type = Enum.Parse<JsonSchemaType>(field.Type, ignoreCase: true),
            Enum = field.Values?.Select(value => (JsonNode)value).ToList(),
            Pattern = field.Shape,
            Minimum = field.Range?.Least.ToString(CultureInfo.InvariantCulture),
            Maximum = field.Range?.Most.ToString(CultureInfo.InvariantCulture),
        };
        var schema = field.IsRepeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
        schema.Default = field.IsRepeatable ? null : JsonOf(field.Default);
        var owners = reader.Owners(field.Name, TaskTable.All);
        schema.Description = field.Meaning + ListOf(field.ValueMeanings) + (owners.Count > 0 ? $" Models for {string.Join(", ", owners.Select(task => task.Name))} only." : "");
        schema.Examples = [Examples.TryGetValue(field.Name, out var example) ? example.DeepClone()
            : owners.Count == 0 && schema.Default is { } same ? same.DeepClone() : field.IsRepeatable ? new JsonArray() : ""];
        return schema;
    }

    /// <summary>As Markdown.</summary>
    private static string ListOf(IReadOnlyDictionary<string, string>? meanings) =>
        meanings is null ? "" : "\n\n" + string.Join('\n', meanings.Select(value => $"- `{value.Key}`: {value.Value}"));

    private static JsonNode? JsonOf(object? value) => value is null ? null : JsonValue.Create(value);
}
