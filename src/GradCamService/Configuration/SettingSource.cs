using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace GradCamService.Configuration;

/// <summary>Where settings come from, and with that how much of what is there is meant for this service.</summary>
/// <param name="Provider">The kind of provider.</param>
/// <param name="IsOursAlone">Whether every key is: on the command line, one that nobody knows is a mistake.</param>
/// <param name="HasForeignValues">
/// Whether keys without a section are other programs', however near their names: <c>MODEL=x</c> in the environment.
/// </param>
/// <param name="Separator">Between section and key, as it is written there.</param>
internal sealed record SettingSource(Type Provider, bool IsOursAlone, bool HasForeignValues, string Separator)
{
    private static readonly SettingSource[] All =
    [
        new(typeof(CommandLineConfigurationProvider), IsOursAlone: true, HasForeignValues: false, ":"),
        new(typeof(EnvironmentVariablesConfigurationProvider), IsOursAlone: false, HasForeignValues: true, "__"),
        new(typeof(JsonConfigurationProvider), IsOursAlone: false, HasForeignValues: false, ":"),
    ];

    /// <summary>Null for one that users do not write.</summary>
    public static SettingSource? Of(IConfigurationProvider provider) => All.FirstOrDefault(source => source.Provider.IsInstanceOfType(provider));

    /// <summary>A key as it is written there.</summary>
    public string Show(string key) => key.Replace(ConfigurationPath.KeyDelimiter, Separator, StringComparison.Ordinal);
}
