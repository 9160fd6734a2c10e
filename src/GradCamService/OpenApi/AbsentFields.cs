using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>Fields that are left out of an answer where they have no value: neither required nor ever null, which the generator does not see.</summary>
internal static class AbsentFields
{
    public static Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        foreach (var property in context.JsonTypeInfo.Properties)
            if (property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }])
                Complete(schema, property.Name);
        return Task.CompletedTask;
    }

    private static void Complete(OpenApiSchema schema, string name)
    {
        schema.Required?.Remove(name);
        if (schema.Properties?.TryGetValue(name, out var field) == true && field is OpenApiSchema { Type: { } type } own)
            own.Type = type & ~JsonSchemaType.Null;
    }
}
