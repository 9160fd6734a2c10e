using System.Text;
using Spectre.Console;

namespace GradCamService.Commands;

/// <summary>Where commands write: what was asked for to the one, all else to the other.</summary>
/// <param name="Output">Results, in UTF-8.</param>
/// <param name="Errors">Messages and progress.</param>
internal sealed record Streams(TextWriter Output, TextWriter Errors)
{
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Those of the process.</summary>
    public static Streams OfProcess() =>
        new(new StreamWriter(Console.OpenStandardOutput(), WithoutMark) { AutoFlush = true }, Console.Error)
        {
            IsOutputTerminal = !Console.IsOutputRedirected,
            IsErrorsTerminal = !Console.IsErrorRedirected,
        };

    /// <summary>Whether somebody sees the output as it is written.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether somebody sees the errors as they are written.</summary>
    public bool IsErrorsTerminal { get; init; }

    /// <summary>A console for help, which is a result.</summary>
    public IAnsiConsole Help => On(Output, IsOutputTerminal);

    /// <summary>A console for progress.</summary>
    public IAnsiConsole Progress => On(Errors, IsErrorsTerminal);

    // The library looks at the terminal's name, not at whether there is one.
    private static IAnsiConsole On(TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
}
