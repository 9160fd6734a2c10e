using System.ComponentModel;
using Spectre.Console.Cli;

namespace GradCamService.Commands.Client;

/// <summary>Arguments of <c>jobs</c>.</summary>
internal sealed class JobsSettings : FieldSettings
{
    [CommandArgument(0, "<ACTION>")]
    [Description("submit, list, show, result or cancel.")]
    public required string Action { get; init; }

    [CommandArgument(1, "[TARGET...]")]
    [Description("Of submit: photos and folders of photos, or a ZIP; of an evaluation, a dataset's folder or a ZIP. Of show, result and cancel: the job's id.")]
    public string[] Targets { get; init; } = [];

    [CommandOption("--url <URL>")]
    [Description("Where the service is.")]
    [DefaultValue("http://localhost:8080")]
    public string Url { get; init; } = "";

    [CommandOption("--api-key <KEY>")]
    [Description("Who calls, where the service asks: a key or a token. Without it, GRADCAM_API_KEY of the environment, which other users of the machine do not see.")]
    public string? ApiKey { get; init; }

    [CommandOption("--kind <KIND>")]
    [Description("submit, list: explanation or evaluation. Without it, submit explains, and list shows both.")]
    public string? Kind { get; init; }

    [CommandOption("--model <MODEL>")]
    [Description("submit: a model of the service; of an evaluation repeatable.")]
    public string[] Model { get; init; } = [];

    [CommandOption("--dataset <NAME>")]
    [Description("submit: a dataset of the service, instead of one that is sent.")]
    public string? Dataset { get; init; }

    [CommandOption("--priority <PRIORITY>")]
    [Description("submit: normal or low.")]
    public string? Priority { get; init; }

    [CommandOption("--keep <DURATION>")]
    [Description("submit: how long the job is kept once it has ended, such as P7D or PT12H.")]
    public string? Keep { get; init; }

    [CommandOption("--webhook <URL>")]
    [Description("submit: where the job is posted when it has ended.")]
    public string? Webhook { get; init; }

    [CommandOption("--key <KEY>")]
    [Description("submit: the same key with the same photos and fields gives the same job. Without it, a new one.")]
    public string? Key { get; init; }

    [CommandOption("--wait")]
    [Description("submit, show: until the job has ended, with its progress.")]
    public bool Wait { get; init; }

    [CommandOption("--state <STATE>")]
    [Description("list: queued, running, succeeded, failed or cancelled.")]
    public string? State { get; init; }

    [CommandOption("--output <PATH>")]
    [Description("submit: a folder where the result's files are written, with --wait. result: a file, JSON or, where its name ends with .zip, all files.")]
    public string? Output { get; init; }
}
