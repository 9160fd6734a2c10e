using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;

namespace GradCamService.Explain.Tests.Manifests;

/// <summary>The JSON Schema of <c>model.json</c>, made of the records that the reader fills, their annotations, and the tasks.</summary>
internal static class ModelSchema
{
    private static readonly JsonSerializerOptions Readable =
        new(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static string Generate()
    {
        var type = ManifestJson.Default.ModelFile;
        var schema = type.GetJsonSchemaAsNode(
            new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Annotate }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "model.json");
        schema["properties"]!["task"] = new JsonObject
        {
            ["description"] = schema["properties"]!["task"]!["description"]!.DeepClone(),
            ["enum"] = Texts(TaskTable.Rules.Select(task => task.Name)),
        };
        // Of a value with a converter of its own, the exporter says nothing.
        schema["properties"]!["threshold"] = new JsonObject
        {
            ["description"] = Attribute<DescriptionAttribute>(nameof(ModelFile.Threshold)).Description,
            ["type"] = Texts(["number", "string", "null"]),
            ["default"] = null,
            ["minimum"] = 0,
            ["maximum"] = 1,
            ["pattern"] = Attribute<RegularExpressionAttribute>(nameof(ModelFile.Threshold)).Pattern,
        };
        schema["allOf"] = new JsonArray([.. TaskTable.Rules.Select(FieldsOf)]);
        return schema.ToJsonString(Readable) + "\n";
    }

    private static T Attribute<T>(string member) where T : Attribute => typeof(ModelFile).GetProperty(member)!.GetCustomAttribute<T>()!;

    private static JsonNode Annotate(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
            return node;
        var annotations = (context.PropertyInfo?.AttributeProvider ?? context.TypeInfo.Type).GetCustomAttributes(true);
        if (annotations.OfType<DescriptionAttribute>().FirstOrDefault() is { } description)
            schema.Insert(0, "description", description.Description);
        if (context.TypeInfo.Properties.Where(IsRequired).Select(property => property.Name).ToList() is { Count: > 0 } required)
            schema["required"] = Texts(required);
        if (annotations.Any(annotation => annotation is RequiredAttribute) && schema["type"] is JsonArray types)
            schema["type"] = types[0]!.DeepClone();
        // A rule on a list or an object of values is about each of them.
        var value = (schema["items"] ?? schema["additionalProperties"]) as JsonObject ?? schema;
        foreach (var rule in annotations.OfType<ValidationAttribute>())
            Add(rule, schema, value);
        if (IsText(schema) && schema["pattern"] is null)
            schema["pattern"] = "\\S";
        return annotations.OfType<ShorthandAttribute>().FirstOrDefault() is { } shorthand ? WithShorthand(schema, shorthand.Member) : schema;
    }

    /// <summary>The record, or one of its members in its place.</summary>
    private static JsonObject WithShorthand(JsonObject record, string member)
    {
        var alone = record["properties"]![member]!.DeepClone().AsObject();
        alone.Remove("description");
        return new JsonObject { ["anyOf"] = new JsonArray(alone, record) };
    }

    private static void Add(ValidationAttribute rule, JsonObject list, JsonObject value)
    {
        switch (rule)
        {
            case RangeAttribute range:
                value[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = JsonSerializer.SerializeToNode(range.Minimum);
                if (range.Maximum is not (double)float.MaxValue)
                    value["maximum"] = JsonSerializer.SerializeToNode(range.Maximum);
                break;
            case RegularExpressionAttribute expression:
                value["pattern"] = expression.Pattern;
                break;
            case LengthAttribute length:
                (list["minItems"], list["maxItems"]) = (length.MinimumLength, length.MaximumLength);
                break;
            case DistinctAttribute:
                list["uniqueItems"] = true;
                break;
        }
    }

    /// <summary>What a task needs and does not have.</summary>
    private static JsonObject FieldsOf(TaskRules task)
    {
        var foreign = new JsonObject();
        foreach (var field in TaskTable.Rules.SelectMany(other => other.Fields).Distinct().Except(task.Fields))
            foreign[field] = new JsonObject { ["type"] = "null" };
        var then = new JsonObject { ["properties"] = foreign };
        if (task.Required.Concat(task.Text is null ? [] : ["bind", "vocabulary"]).ToList() is { Count: > 0 } required)
            then["required"] = Texts(required);
        return new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["required"] = Texts(["task"]),
                ["properties"] = new JsonObject { ["task"] = new JsonObject { ["const"] = task.Name } },
            },
            ["then"] = then,
        };
    }

    private static bool IsText(JsonObject schema) => schema["enum"] is null && schema["type"] switch
    {
        JsonValue type => type.GetValue<string>() == "string",
        JsonArray types => types.Any(type => type!.GetValue<string>() == "string"),
        _ => false,
    };

    private static bool IsRequired(JsonPropertyInfo property) => property.AttributeProvider!.IsDefined(typeof(RequiredAttribute), true);

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
