using GradCamService.Commands.Client;
using GradCamService.Explain.Naming;

namespace GradCamService.Commands;

/// <summary>All commands. A new one is a class beside these and a row here.</summary>
internal static class CommandTable
{
    /// <summary>The first is what is done where none is named.</summary>
    public static IReadOnlyList<CommandRow> All { get; } = [ServeCommand.Row, ExplainCommand.Row, EvaluateCommand.Row, DescribeCommand.Row, JobsCommand.Row, KeysCommand.Row];

    /// <exception cref="WrongArgumentsException">There is none of the name.</exception>
    public static CommandRow Find(string name) => All.FirstOrDefault(row => row.Name == name) ?? throw new WrongArgumentsException(
        $"There is no command '{Names.Shorten(name)}'; " + (Nearest.To(name, All.Select(row => row.Name), 1) is [var near]
            ? $"did you mean '{near}'?" : $"there are {string.Join(", ", All.Select(row => row.Name))}."));
}
