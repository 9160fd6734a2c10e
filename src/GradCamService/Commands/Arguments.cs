using GradCamService.Configuration;
using GradCamService.Explain.Naming;

namespace GradCamService.Commands;

/// <summary>
/// What was typed, for those who read it: the command named, options that are rows of a table made such as the command-line library knows, and the
/// host's settings apart. What nobody knows is refused here, with what was likely meant.
/// </summary>
/// <param name="Library">What the command-line library reads.</param>
/// <param name="Host">What the host reads, of a service.</param>
internal sealed record Arguments(IReadOnlyList<string> Library, IReadOnlyList<string> Host)
{
    private const string End = "--";
    private const string Help = "--help";
    private static readonly string[] HelpNames = ["-h", Help];
    private static readonly string[] VersionNames = ["-v", "--version"];

    /// <exception cref="WrongArgumentsException">A command or an option is unknown, or lacks its value.</exception>
    public static Arguments Read(IReadOnlyList<string> typed)
    {
        if (typed is [var only] && (HelpNames.Contains(only) || VersionNames.Contains(only)))
            return new Arguments(typed, []);
        var row = typed is [] || HostArguments.IsSetting(typed[0]) ? CommandTable.All[0] : CommandTable.Find(typed[0]);
        var rest = typed is [var first, ..] && first == row.Name ? typed.Skip(1).ToList() : typed;
        if (rest.Any(HelpNames.Contains))
            return new Arguments([row.Name, Help], []);
        return row.Settings == typeof(ServeSettings)
            ? new Arguments([row.Name], rest) : new Arguments([row.Name, .. Options(row, rest)], []);
    }

    private static IEnumerable<string> Options(CommandRow row, IReadOnlyList<string> typed)
    {
        var (own, seen) = (row.OwnOptions, new HashSet<string>());
        for (var i = 0; i < typed.Count; i++)
        {
            if (typed[i] == End)
                throw new WrongArgumentsException($"'{End}' has no meaning for '{row.Name}'; write a file that begins with a dash as ./-name.");
            if (!IsOption(typed[i]))
            {
                yield return typed[i];
                continue;
            }
            var (name, value) = Split(typed[i]);
            var next = i + 1 < typed.Count && !IsOption(typed[i + 1]) ? typed[i + 1] : null;
            if (typed[i].StartsWith(End, StringComparison.Ordinal) && own.TryGetValue(name, out var type))
            {
                if (!type.IsArray && !seen.Add(name))
                    throw new WrongArgumentsException($"'--{name}' may be given once.");
                if (type != typeof(bool) && value is null && next is null)
                    throw new WrongArgumentsException($"'--{name}' needs a value.");
                yield return typed[i];
            }
            else if (typed[i].StartsWith(End, StringComparison.Ordinal) && row.Fields.FirstOrDefault(option => option.Name == name) is { } field)
            {
                var takesNext = value is null && next is not null && (!field.IsFlag || bool.TryParse(next, out _));
                i += takesNext ? 1 : 0;
                value ??= takesNext ? next : field.IsFlag ? bool.TrueString : throw new WrongArgumentsException($"'--{name}' needs a value.");
                yield return $"--{FieldSettings.Option}";
                yield return $"{field.Field.Name}={value}";
            }
            else
            {
                throw Unknown(row, typed[i], name, [.. own.Keys.Except([FieldSettings.Option]), .. row.Fields.Select(option => option.Name)]);
            }
        }
    }

    private static WrongArgumentsException Unknown(CommandRow row, string typed, string name, IEnumerable<string> known) =>
        new($"There is no option '{Names.Shorten(typed.Split('=')[0])}' of '{row.Name}'; " + (Nearest.To(name, known, 1) is [var near]
            ? $"did you mean '--{near}'?" : $"'{row.Name} {Help}' lists them."));

    // A number may be negative.
    private static bool IsOption(string text) => text is ['-', not (>= '0' and <= '9') and not '.', ..];

    private static (string Name, string? Value) Split(string option) =>
        option.TrimStart('-').Split('=', 2) is [var name, var value] ? (name, value) : (option.TrimStart('-'), null);
}
