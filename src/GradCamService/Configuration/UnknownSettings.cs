using GradCamService.Explain.Naming;
using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>Keys that nobody reads: a misspelt one must not be ignored in silence. Those of other programs and of the host are left alone.</summary>
internal static class UnknownSettings
{
    // A section's name is taken for misspelt where one letter in so many is wrong: Quue, Uplaod, Model, but not Cache.
    private const int LettersASlip = 4;

    /// <summary>
    /// Refuses unknown keys below this service's sections, in sections nearly of their names, and on the command line wherever they are.
    /// </summary>
    /// <exception cref="OptionsValidationException">There are some; each is named, with the one that was likely meant.</exception>
    public static void RefuseUnknownSettings(this IConfigurationRoot configuration)
    {
        var unknown = configuration.Providers.SelectMany(In).Distinct().ToList();
        if (unknown.Count > 0)
            throw new OptionsValidationException("", typeof(SettingSection), unknown);
    }

    private static IEnumerable<string> In(IConfigurationProvider provider) =>
        SettingSource.Of(provider) is not { } source ? [] : KeysOf(provider, null).Select(key => Problem(source, key)).OfType<string>();

    /// <summary>Full keys of all values.</summary>
    private static IEnumerable<string> KeysOf(IConfigurationProvider provider, string? parent)
    {
        foreach (var child in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = parent is null ? child : ConfigurationPath.Combine(parent, child);
            // A host that hands its settings on gives sections an empty value.
            if (provider.TryGet(key, out var value) && value is not null
                && (value.Length > 0 || (parent is not null && !provider.GetChildKeys([], key).Any())))
                yield return key;
            foreach (var below in KeysOf(provider, key))
                yield return below;
        }
    }

    /// <summary>What is wrong with a key; null where nothing is, or it is not ours to say.</summary>
    private static string? Problem(SettingSource source, string key)
    {
        var parts = key.Split(ConfigurationPath.KeyDelimiter);
        if (HostSettings.Has(parts[0]) || (parts.Length == 1 && source.HasForeignValues))
            return null;
        if (SettingSection.Find(parts[0]) is { } section)
            return section.Has(parts[1..]) ? null : Message(source, key, section.FullKeys);
        if (SettingSection.All.FirstOrDefault(near => IsNear(parts[0], near.Name)) is { } meant)
            return Message(source, key, meant.FullKeys);
        return source.IsOursAlone ? Message(source, key, [.. SettingSection.All.SelectMany(all => all.FullKeys), .. HostSettings.Names]) : null;
    }

    private static bool IsNear(string name, string section) =>
        Nearest.Distance(name.ToUpperInvariant(), section.ToUpperInvariant(), section.Length / LettersASlip) is not null;

    private static string Message(SettingSource source, string key, IReadOnlyList<string> known) =>
        $"There is no setting '{Names.Shorten(source.Show(key))}'; " + (Nearest.To(key, known, 1) is [var near]
            ? $"did you mean '{source.Show(near)}'?" : $"there are {string.Join(", ", known.Select(source.Show))}.");
}
