using System.Collections;
using GradCamService.Explain.Queue;
using GradCamService.Jobs;
using GradCamService.Requests;

namespace GradCamService.Configuration;

/// <summary>A section of the configuration that is this service's own.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Keys">Those below it, of sections in it with their names before them; of each, whether it is a list, with indices below it.</param>
internal sealed record SettingSection(string Name, IReadOnlyDictionary<string, bool> Keys)
{
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
        Of<RoleOptions>(RoleOptions.Section, nameof(RoleOptions.Name)) with { IsValue = true },
        Of<DeviceOptions>(DeviceOptions.Section, nameof(DeviceOptions.Name)) with { IsValue = true },
    ];

    /// <summary>Keys that may have values, such as <c>Queue:Capacity</c> and <c>Models:Bundled:0</c>.</summary>
    public IReadOnlyList<string> FullKeys =>
        [.. IsValue ? [Name] : Array.Empty<string>(), .. Keys.Select(key => $"{Name}:{key.Key}{(key.Value ? ":0" : "")}")];

    public static SettingSection? Find(string name) => All.FirstOrDefault(section => section.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <param name="name">The section's key.</param>
    /// <param name="value">The property that is the section's own value.</param>
    private static SettingSection Of<T>(string name, string? value = null) => new(name, KeysOf(typeof(T), "")
        .Where(key => key.Name != value).ToDictionary(key => key.Name, key => key.IsList, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<(string Name, bool IsList)> KeysOf(Type type, string before) => type.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true })
        .SelectMany(property => IsSection(property.PropertyType) ? KeysOf(property.PropertyType, $"{before}{property.Name}:")
            : [($"{before}{property.Name}", IsList(property.PropertyType))]);

    // A class of this service's own; texts, numbers and lists are values.
    private static bool IsSection(Type type) => type.IsClass && type != typeof(string) && !IsList(type);

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));
}
