using System.Text.Json.Nodes;

namespace GradCamService.OpenApi;

/// <summary>Answers that this service gave, shortened, by the operation that gave them.</summary>
internal static class Examples
{
    /// <summary>The example of an operation, null where it has none.</summary>
    public static JsonNode? Of(string? operation)
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream($"{operation}.json");
        return file is null ? null : JsonNode.Parse(file);
    }
}
