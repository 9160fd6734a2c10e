using System.Text.RegularExpressions;
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
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsOrderAttribute>().SingleOrDefault() is not { Reader: var reader })
            return Task.CompletedTask;
        var fields = reader.FieldsOf(TaskTable.All);
        var document = context.Document!;
        var form = new OpenApiSchema
        {
            Description = $"What is sent for {(reader == OrderReader.Explanation ? "an" : "a")} {reader.Name}.",
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { OrderReader.ImageField },
            Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)FieldSchemas.Of(field, reader, document)),
            PatternProperties = new Dictionary<string, IOpenApiSchema> { [$"^{Regex.Escape(FurtherInput.Prefix)}"] = Inputs() },
        };
        form.Properties = form.Properties.Prepend(new(OrderReader.ImageField, Files())).ToDictionary();
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A part for each field; a repeatable field has a part for each value. Fields that do not exist are refused, and "
                + $"so are those of another task. What a model reads besides the photo are parts {FurtherInput.Prefix}NAME, as its "
                + $"inputs say. To try: {TaskExamples.For([.. form.Properties.Keys])}.",
            Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = Body($"{FieldSchemas.Capital(reader.Name)}Form", form, document) },
        };
        return Task.CompletedTask;
    }

    /// <summary>A form in which lists are a part for each value, which some clients do not take for granted.</summary>
    internal static OpenApiMediaType Body(string name, OpenApiSchema form, OpenApiDocument document)
    {
        var repeated = form.Properties!
            .Where(field => field.Value.Type?.HasFlag(JsonSchemaType.Array) == true && field.Value.Items?.Format is null)
            .ToDictionary(field => field.Key, _ => new OpenApiEncoding { Style = ParameterStyle.Form, Explode = true });
        return new OpenApiMediaType { Schema = FieldSchemas.Component(name, form, document), Encoding = repeated.Count > 0 ? repeated : null };
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
    };
}
