using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using GradCamService.Explain.Localization;

namespace GradCamService.Explain.Manifests;

/// <summary>A threshold in <c>model.json</c>: a number, which is a share, or the text that a request would have.</summary>
internal sealed class ThresholdText : JsonConverter<ThresholdRule>
{
    public override ThresholdRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetDouble().ToString(CultureInfo.InvariantCulture),
            JsonTokenType.String => reader.GetString()!,
            _ => "",
        };
        return ThresholdRule.Parse(text) ?? throw new JsonException($"A threshold must be {ThresholdRule.Expected}.");
    }

    public override void Write(Utf8JsonWriter writer, ThresholdRule value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
