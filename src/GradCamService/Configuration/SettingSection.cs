using System.Collections;
using GradCamService.Explain.Queue;
using GradCamService.Jobs;

namespace GradCamService.Configuration;

/// <summary>A section of the configuration that is this service's own.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Keys">Those below it, of sections in it with their names before them; of each, whether it is a list, with indices below it.</param>
internal sealed record SettingSection(string Name, IReadOnlyDictionary<string, bool> Keys)
{
    // Of a list whose rows have keys of their own, as it stands in Keys.
    private const string AnyIndex = "0";

    /// <summary>Whether it has a value itself.</summary>
    public bool IsValue { get; init; }

    /// <summary>All of them; a new one is a row here and a line in <see cref="OptionsRegistration"/>.</summary>
    public static IReadOnlyList<SettingSection> All { get; } =
    [
        Of<QueueOptions>(QueueOptions.Section),
        Of<UploadOptions>(UploadOptions.Section),
        Of<ConnectionOptions>(ConnectionOptions.Section),
        Of<ModelsOptions>(ModelsOptions.Section),
        Of<DatasetsOptions>(DatasetsOptions.Section),
        Of<JobsOptions>(JobsOptions.Section),
        Of<ManagementOptions>(ManagementOptions.Section),
        Of<ProxyOptions>(ProxyOptions.Section),
        Of<CrossOriginOptions>(CrossOriginOptions.Section),
        Of<RoleOptions>(RoleOptions.Section, nameof(RoleOptions.Name)) with { IsValue = true },
        Of<AuthOptions>(AuthOptions.Section),
        Of<LimitsOptions>(LimitsOptions.Section),
        Of<DeviceOptions>(DeviceOptions.Section, nameof(DeviceOptions.Name)) with { IsValue = true },
    ];

    /// <summary>Keys that may have values, such as <c>Queue:Capacity</c> and <c>Models:Bundled:0</c>.</summary>
    public IReadOnlyList<string> FullKeys =>
        [.. IsValue ? [Name] : Array.Empty<string>(), .. Keys.Select(key => $"{Name}:{key.Key}{(key.Value ? ":0" : "")}")];

    /// <summary>Whether there is such a key.</summary>
    /// <param name="below">Its parts below the section's name.</param>
    public bool Has(string[] below) => below.Length == 0 ? IsValue
        : Keys.Any(key => IsAt(key.Key, below) || (key.Value && IsAt(key.Key, below[..^1])));

    public static SettingSection? Find(string name) => All.FirstOrDefault(section => section.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsAt(string key, string[] parts) => key.Split(ConfigurationPath.KeyDelimiter) is var known && known.Length == parts.Length
        && known.Zip(parts).All(pair => pair.First == AnyIndex || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <param name="name">The section's key.</param>
    /// <param name="value">The property that is the section's own value.</param>
    private static SettingSection Of<T>(string name, string? value = null) => new(name, KeysOf(typeof(T), "")
        .Where(key => key.Name != value).ToDictionary(key => key.Name, key => key.IsList, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<(string Name, bool IsList)> KeysOf(Type type, string before) => type.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true })
        .SelectMany(property => IsSection(property.PropertyType) ? KeysOf(property.PropertyType, $"{before}{property.Name}:")
            : RowOf(property.PropertyType) is { } row ? KeysOf(row, $"{before}{property.Name}:{AnyIndex}:")
            : [($"{before}{property.Name}", IsList(property.PropertyType))]);

    // A class of this service's own; texts, numbers and lists are values.
    private static bool IsSection(Type type) => type.IsClass && type != typeof(string) && !IsList(type);

    // The class of a list's rows; null where they are values.
    private static Type? RowOf(Type type) => IsList(type) && type.GenericTypeArguments is [var row] && IsSection(row) ? row : null;

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));
}
