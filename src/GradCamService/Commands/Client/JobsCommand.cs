using GradCamService.Explain.Naming;
using Spectre.Console.Cli;

namespace GradCamService.Commands.Client;

/// <summary><c>jobs ACTION …</c>: a service's jobs from this machine.</summary>
internal sealed class JobsCommand(Streams streams) : AsyncCommand<JobsSettings>
{
    private const string KeyVariable = "GRADCAM_API_KEY";

    private static readonly CommandRow WithoutFields = CommandRow.Of<JobsCommand, JobsSettings>(
        "jobs", "Submits work to a service that outlives the request, and shows, waits for, saves and cancels it.",
        "submit photos/ --model efficientnet-lite0 --method grad-cam --wait --output maps",
        "submit --kind evaluation --dataset VOC2007 --model efficientnet-lite0 --metric pointing --url https://gradcam.example.com",
        "list --state running",
        "show 019abc --wait",
        "result 019abc --output result.zip",
        "cancel 019abc");

    public static CommandRow Row { get; } = WithoutFields with { Fields = FieldOption.OfJobs };

    public override async Task<int> ExecuteAsync(CommandContext context, JobsSettings settings, CancellationToken cancellationToken)
    {
        var action = JobActionTable.All.FirstOrDefault(row => row.Name == settings.Action) ?? throw Unknown(settings.Action);
        if (settings.Targets.Length < action.Least || settings.Targets.Length > action.Most)
            throw new WrongArgumentsException(action.Most == 0 ? $"'jobs {action.Name}' takes no '{Names.Shorten(settings.Targets[0])}'."
                : $"'jobs {action.Name}' takes one id of a job; 'jobs list' shows them.");
        using var interruption = new Interruption(cancellationToken);
        using var client = new JobsClient(ServiceOf(settings), KeyOf(settings));
        try
        {
            return await action.RunAsync(new JobsTask(client, settings, streams, interruption.Token));
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException($"{settings.Url} cannot be asked: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException(exception.Message);
        }
    }

    private static WrongArgumentsException Unknown(string action)
    {
        var known = JobActionTable.All.Select(row => row.Name).ToList();
        return new WrongArgumentsException($"'jobs' has no action '{Names.Shorten(action)}'; "
            + (Nearest.To(action, known, 1) is [var near] ? $"did you mean '{near}'?" : $"there are {string.Join(", ", known)}."));
    }

    private static string? KeyOf(JobsSettings settings)
    {
        var key = settings.ApiKey ?? Environment.GetEnvironmentVariable(KeyVariable);
        if (key?.Any(letter => letter is <= ' ' or > '~') == true)
            throw new WrongArgumentsException($"--api-key or {KeyVariable} is no key: it has letters that no key has, such as spaces.");
        return key is { Length: > 0 } ? key : null;
    }

    private static Uri ServiceOf(JobsSettings settings) =>
        Uri.TryCreate(settings.Url.TrimEnd('/') + '/', UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url
            : throw new WrongArgumentsException($"--url: '{Names.Shorten(settings.Url)}' is no address such as http://localhost:8080.");
}
