using System.Text.Json.Serialization;
using GradCamService.Explanations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>Pictures are text, by a converter that the generator cannot look into.</summary>
internal static class PictureFields
{
    public static Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(JsonConverterAttribute), inherit: true)
            is [JsonConverterAttribute { ConverterType: var converter }] && converter == typeof(PngDataUrl))
            (schema.Type, schema.Format) = (JsonSchemaType.String, null);
        return Task.CompletedTask;
    }
}
