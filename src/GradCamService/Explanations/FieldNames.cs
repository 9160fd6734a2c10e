using System.Text.Json;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Problems;

namespace GradCamService.Explanations;

/// <summary>The values that a field may have, by the names that the API gives them. Case does not matter.</summary>
internal static class FieldNames
{
    public static readonly IReadOnlyDictionary<string, Method> Methods = Table(JsonNamingPolicy.KebabCaseLower, Enum.GetValues<Method>());

    public static readonly IReadOnlyDictionary<string, Fit> Fits = Table(JsonNamingPolicy.CamelCase, Enum.GetValues<Fit>());

    public static readonly IReadOnlyDictionary<string, ColorMapName> ColorMaps = Table(JsonNamingPolicy.CamelCase, Enum.GetValues<ColorMapName>());

    /// <summary>Null stands for none.</summary>
    public static readonly IReadOnlyDictionary<string, PictureKind?> Pictures = new Dictionary<string, PictureKind?>(
        Table(JsonNamingPolicy.CamelCase, Enum.GetValues<PictureKind>()).ToDictionary(entry => entry.Key, entry => (PictureKind?)entry.Value),
        StringComparer.OrdinalIgnoreCase)
    {
        ["none"] = null,
    };

    public static string Of(Method method) => Methods.First(entry => entry.Value == method).Key;

    /// <summary>The value of a name, or what <paramref name="absent"/> says where the field was not sent. Unknown names are reported.</summary>
    public static T Read<T>(this IReadOnlyDictionary<string, T> table, string field, string what, string? name, T absent, FieldErrors errors)
    {
        if (name is null)
            return absent;
        if (table.TryGetValue(name.Trim(), out var value))
            return value;
        errors.AddUnknown(field, what, name, table.Keys.ToList());
        return absent;
    }

    private static Dictionary<string, T> Table<T>(JsonNamingPolicy naming, T[] values) where T : struct, Enum =>
        values.ToDictionary(value => naming.ConvertName(value.ToString()), StringComparer.OrdinalIgnoreCase);
}
