using GradCamService.Commands;

namespace GradCamService.Tests.Commands;

/// <summary>The program in this process, as somebody types it.</summary>
/// <param name="Exit">What it ended with.</param>
/// <param name="Output">What it was asked for.</param>
/// <param name="Errors">What it said besides.</param>
internal sealed record Typed(int Exit, string Output, string Errors)
{
    public static async Task<Typed> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await CommandLine.RunAsync(arguments, new Streams(output, errors));
        return new Typed(exit, output.ToString(), errors.ToString());
    }

    /// <summary>The output in words, whatever the width that it was written for.</summary>
    public string Words => string.Join(' ', Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
