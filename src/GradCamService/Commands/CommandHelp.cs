using GradCamService.Configuration;
using Spectre.Console;
using Spectre.Console.Cli;
using Spectre.Console.Cli.Help;
using Spectre.Console.Rendering;

namespace GradCamService.Commands;

/// <summary>Help, with what tables have rows of: fields of orders, settings, exit codes.</summary>
internal sealed class CommandHelp(ICommandAppSettings settings) : HelpProvider(settings)
{
    // More are read better in the documentation.
    private const int MostValues = 8;

    private static readonly (string Code, string Meaning)[] Codes =
    [
        ($"{ExitCodes.Done}", "done"),
        ($"{ExitCodes.Failed}", "a model cannot be loaded, or nothing can be computed or written any longer"),
        ($"{ExitCodes.WrongArguments}", "arguments or settings are wrong; nothing was done"),
        ($"{ExitCodes.UnreadableImages}", "done, but for images that could not be read, which are listed"),
        ($"{ExitCodes.Interrupted}", "stopped by Ctrl-C"),
    ];

    public override IEnumerable<IRenderable> GetFooter(ICommandModel model, ICommandInfo? command)
    {
        var row = command is null ? null : CommandTable.Find(command.Name);
        return
        [
            .. base.GetFooter(model, command),
            .. Section("FIELDS (as over HTTP; docs/methods.md, docs/evaluation.md)",
                row?.Fields.Select(option => (Usage(option), Meaning(option))) ?? []),
            .. Section("SETTINGS (also in the environment, as Queue__Capacity=64; README.md)",
                row == CommandTable.All[0] ? SettingSection.All.Select(section => (section.Name, string.Join(", ", section.FullKeys))) : []),
            .. Section("EXIT CODES", Codes),
        ];
    }

    private static IEnumerable<IRenderable> Section(string title, IEnumerable<(string Name, string Meaning)> rows)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn { Padding = new Padding(4, 0, 4, 0), NoWrap = true })
            .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (name, meaning) in rows)
            grid.AddRow(new Text(name), new Text(meaning));
        return grid.Rows.Count == 0 ? [] : [Text.NewLine, new Text($"{title}:", new Style(Color.Yellow)), Text.NewLine, grid];
    }

    private static string Usage(FieldOption option) =>
        option.IsFlag ? $"--{option.Name}" : $"--{option.Name} <{option.Field.Type.ToUpperInvariant()}>";

    private static string Meaning(FieldOption option)
    {
        var field = option.Field;
        var values = field.Values is { Count: <= MostValues } few ? $" One of {string.Join(", ", few)}." : "";
        var standard = field.Default is { } value ? $" Default {value.ToString()!.ToLowerInvariant()}." : "";
        return field.Meaning + values + standard;
    }
}
