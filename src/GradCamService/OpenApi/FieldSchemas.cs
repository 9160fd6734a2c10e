using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>Schemas of fields, from their rows.</summary>
internal static class FieldSchemas
{
    /// <param name="field">A field of a form.</param>
    /// <param name="reader">Of orders, which says for which tasks the field is.</param>
    /// <param name="document">Where names of values are a type of their own.</param>
    /// <param name="isRequired">Whether it must be sent.</param>
    public static OpenApiSchema Of(Field field, OrderReader reader, OpenApiDocument document, bool isRequired = false)
    {
        var value = Value(field, document);
        var schema = field.IsRepeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = value }
            : value is OpenApiSchema own ? own
            : new OpenApiSchema { OneOf = [value, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        // Generators take only what may be null for what may be left out.
        if (!isRequired)
            schema.Type |= JsonSchemaType.Null;
        var owners = reader.Owners(field.Name, TaskTable.All);
        schema.Description = field.Meaning + AbsentOf(field) + ListOf(field.ValueMeanings) + (owners.Count > 0 ? $" Models for {string.Join(", ", owners.Select(task => task.Name))} only." : "");
        return schema;
    }

    private static IOpenApiSchema Value(Field field, OpenApiDocument document)
    {
        var schema = new OpenApiSchema
        {
            Type = Enum.Parse<JsonSchemaType>(field.Type, ignoreCase: true),
            Enum = field.Values?.Select(value => (JsonNode)value).ToList(),
            Pattern = field.Shape,
            Minimum = field.Range?.Least.ToString(CultureInfo.InvariantCulture),
            Maximum = field.Range?.Most.ToString(CultureInfo.InvariantCulture),
        };
        if (field.Values is null)
            return schema;
        schema.Description = $"A value of `{field.Name}`.";
        return Component(Capital(field.Name), schema, document);
    }

    /// <summary>A schema that others refer to, so that generators write one type for it, and by this name.</summary>
    public static OpenApiSchemaReference Component(string name, OpenApiSchema schema, OpenApiDocument document)
    {
        document.AddComponent(name, schema);
        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>As types are named.</summary>
    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>As Markdown.</summary>
    private static string ListOf(IReadOnlyDictionary<string, string>? meanings) =>
        meanings is null ? "" : "\n\n" + string.Join('\n', meanings.Select(value => $"- `{value.Key}`: {value.Value}"));

    // In words: with a default in the schema, forms are filled with it, and generators require what has one.
    private static string AbsentOf(Field field) =>
        field is { IsRepeatable: false, Default: { } value } ? $" Without it, {JsonSerializer.Serialize(value).Trim('"')}." : "";
}
