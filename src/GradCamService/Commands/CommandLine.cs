using System.Reflection;
using GradCamService.Configuration;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary>The program's arguments → a command that is done.</summary>
internal static class CommandLine
{
    // Of all commands together.
    private const int MostExamples = 20;

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Streams streams)
    {
        try
        {
            var read = Arguments.Read(arguments);
            return await App(streams, read).RunAsync(read.Library);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (CommandFailedException exception)
        {
            await streams.Errors.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
        catch (Exception exception) when (ProblemsOf(exception) is { Count: > 0 } problems)
        {
            foreach (var problem in problems)
                await streams.Errors.WriteLineAsync(problem);
            return ExitCodes.WrongArguments;
        }
    }

    private static CommandApp App(Streams streams, Arguments arguments)
    {
        var app = new CommandApp();
        app.Configure(configuration =>
        {
            configuration.SetApplicationName("gradcamservice");
            configuration.SetApplicationVersion(
                typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            configuration.ConfigureConsole(streams.Help);
            configuration.SetHelpProvider(new CommandHelp(configuration.Settings));
            configuration.Settings.MaximumIndirectExamples = MostExamples;
            configuration.UseStrictParsing();
            configuration.PropagateExceptions();
            configuration.Settings.Registrar.RegisterInstance(streams);
            configuration.Settings.Registrar.RegisterInstance(arguments);
            foreach (var row in CommandTable.All)
                row.Add(configuration);
        });
        return app;
    }

    /// <summary>All that is wrong with arguments or settings; empty where an exception says something else.</summary>
    private static IReadOnlyList<string> ProblemsOf(Exception exception) => exception switch
    {
        WrongArgumentsException wrong => wrong.Problems,
        CommandAppException wrong => [wrong.Message],
        // The binder's message names key and type.
        InvalidOperationException { InnerException: FormatException or ArgumentException } wrong => [$"Configuration: {wrong.Message}"],
        _ => [.. WrongOptions.Of(exception).Select(failure => $"Configuration: {failure}")],
    };
}
