using GradCamService.Explain.Naming;
using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>
/// Settings as arguments: <c>--Key=value</c>, <c>--Key value</c>, <c>/Key=value</c> or <c>Key=value</c>, as .NET's provider reads them.
/// </summary>
internal static class HostArguments
{
    /// <summary>Whether an argument is a setting rather than a command.</summary>
    public static bool IsSetting(string argument) =>
        argument.StartsWith('-') || argument.StartsWith('/') || argument.Contains('=', StringComparison.Ordinal);

    /// <summary>Refuses what the provider would leave out in silence.</summary>
    /// <exception cref="OptionsValidationException">An argument is no setting, or one has no value.</exception>
    public static void Check(IReadOnlyList<string> arguments)
    {
        var problems = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var isLong = argument.StartsWith("--", StringComparison.Ordinal);
            if (argument.Contains('=', StringComparison.Ordinal) && (isLong || !argument.StartsWith('-')))
                continue;
            if (!isLong && !argument.StartsWith('/'))
                problems.Add($"'{Names.Shorten(argument)}' is no setting; settings are written --Key=value, such as --Queue:Capacity=64.");
            else if (++i >= arguments.Count)
                problems.Add($"'{Names.Shorten(argument)}' has no value; settings are written --Key=value.");
        }
        if (problems.Count > 0)
            throw new OptionsValidationException("", typeof(SettingSection), problems);
    }
}
