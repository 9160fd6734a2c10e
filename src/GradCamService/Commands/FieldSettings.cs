using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary>Settings of a command that has fields of orders as options.</summary>
internal abstract class FieldSettings : CommandSettings
{
    /// <summary>What <see cref="Arguments"/> makes of every such option.</summary>
    public const string Option = "set";

    /// <summary><c>field=value</c>.</summary>
    [CommandOption($"--{Option} <FIELD=VALUE>", IsHidden = true)]
    public string[] Set { get; init; } = [];

    /// <summary>Texts by the names of their fields, as a form's are.</summary>
    public ILookup<string, string> Fields => Set.Select(set => set.Split('=', 2))
        .ToLookup(set => set[0], set => set.ElementAtOrDefault(1) ?? "", StringComparer.OrdinalIgnoreCase);
}
