using System.Buffers.Text;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GradCamService.Configuration;
using GradCamService.Explain.Naming;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary>
/// <c>keys new NAME</c>: makes a caller's key. Key and row go to the standard output, what to do with them to the error output. Nothing is kept.
/// </summary>
internal sealed class KeysCommand(Streams streams) : Command<KeysSettings>
{
    private const string New = "new";

    // What secret scanners know it by.
    private const string Prefix = "gck_";
    private const int Bytes = 32;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static CommandRow Row { get; } = CommandRow.Of<KeysCommand, KeysSettings>(
        "keys", "Makes a key for a caller, and the row of Auth:Keys that the service knows it by.",
        "new shop", "new nightly --roles explain,jobs --weight 2");

    public override int Execute(CommandContext context, KeysSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Action != New)
            throw new WrongArgumentsException($"'keys' has no action '{Names.Shorten(settings.Action)}'; there is {New}.");
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var row = new KeyOptions
        {
            Name = settings.Name,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            Roles = settings.Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Weight = settings.Weight,
        };
        if (new AuthOptionsValidator().Validate(null, new AuthOptions { Keys = [row] }) is { Failed: true, Failures: var problems })
            throw new WrongArgumentsException([.. problems.Select(problem => problem.Replace("Auth:Keys:0:", "", StringComparison.Ordinal))]);
        streams.Errors.WriteLine($"The key of {row.Name}, which is shown this once, and its row for Auth:Keys in the service's settings:");
        streams.Output.WriteLine(key);
        streams.Output.WriteLine(JsonSerializer.Serialize(new { row.Name, row.Sha256, row.Roles, row.Weight }, Indented));
        return ExitCodes.Done;
    }
}

/// <summary>Arguments of <c>keys</c>.</summary>
internal sealed class KeysSettings : CommandSettings
{
    [CommandArgument(0, "<ACTION>")]
    [Description("new.")]
    public required string Action { get; init; }

    [CommandArgument(1, "<NAME>")]
    [Description("The caller's name: letters, digits, dots, dashes, underscores.")]
    public required string Name { get; init; }

    [CommandOption("--roles <ROLES>")]
    [Description("What it may: explain, jobs, admin, with commas between them.")]
    [DefaultValue(CallerRoles.Explain)]
    public string Roles { get; init; } = "";

    [CommandOption("--weight <WEIGHT>")]
    [Description("Its turns in the queue for one of a caller of weight 1.")]
    [DefaultValue(1)]
    public int Weight { get; init; }
}
