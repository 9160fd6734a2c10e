using System.Text.Json;
using System.Text.Json.Serialization;
using GradCamService.Explain.Naming;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs;

/// <summary>A job.</summary>
/// <param name="Id">By which it is asked for.</param>
/// <param name="Kind">explanation or evaluation.</param>
/// <param name="Model">The model that is asked; of an evaluation, all of them.</param>
/// <param name="State">queued, running, succeeded, failed or cancelled.</param>
/// <param name="Priority">normal or low.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="StartedAt">When the first part of it began; null where none has.</param>
/// <param name="FinishedAt">When it ended; null where it has not.</param>
/// <param name="ExpiresAt">When it is deleted with all its answers; null while it has not ended.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Attempts">How often the part was begun that was begun most often: above 1, a process ended in the middle.</param>
/// <param name="Problem">Why it failed; null where it did not.</param>
/// <param name="Webhook">Whether its caller was told of its end; absent where nobody is to be.</param>
public sealed record JobResponse(
    string Id, string Kind, string Model, string State, string Priority, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? ExpiresAt, JobProgress Progress, int Attempts, JobProblem? Problem,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WebhookResponse? Webhook)
{
    internal static async Task<JobResponse> OfAsync(JobStore store, Job job, TimeProvider time) =>
        Of(job, job.Webhook is null ? null : await store.DeliveryAsync(job.Id), time);

    internal static JobResponse Of(Job job, WebhookDelivery? delivery, TimeProvider time) => new(
        job.Id, job.Kind, job.Model, Names.Of(job.State), Names.Of(job.Priority), job.CreatedAt, job.StartedAt, job.FinishedAt, job.ExpiresAt,
        JobProgress.Of(job, time.GetUtcNow()), job.Attempts, JobProblem.Read(job.Problem),
        job.Webhook is null ? null : delivery is null ? new WebhookResponse("waiting", 0, null) : new WebhookResponse(JsonNamingPolicy.CamelCase.ConvertName(delivery.State.ToString()), delivery.Attempts, delivery.LastError));
}

/// <summary>How far a job is.</summary>
/// <param name="Done">Photos that are answered, by a problem or without.</param>
/// <param name="Failed">How many of those by a problem.</param>
/// <param name="Total">Photos, of an evaluation times its models.</param>
/// <param name="ItemsPerSecond">Since it began; null where nothing is answered yet.</param>
/// <param name="SecondsLeft">At that rate; null where it has ended, or nothing is answered yet.</param>
public sealed record JobProgress(int Done, int Failed, int Total, double? ItemsPerSecond, double? SecondsLeft)
{
    internal static JobProgress Of(Job job, DateTimeOffset now)
    {
        var seconds = job.StartedAt is { } started ? ((job.FinishedAt ?? now) - started).TotalSeconds : 0;
        double? rate = job.Done > 0 && seconds > 0 ? Math.Round(job.Done / seconds, 3) : null;
        return new JobProgress(job.Done, job.Failed, job.Total, rate, rate > 0 && job.State.IsOpen() ? Math.Round((job.Total - job.Done) / rate.Value, 1) : null);
    }
}

/// <summary>Whether a job's caller was told of its end.</summary>
/// <param name="State">waiting, delivered or givenUp.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">Why the last try failed; null where none did.</param>
public sealed record WebhookResponse(string State, int Attempts, string? LastError);

/// <summary>Some of the jobs.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="Next">What to send as <c>after</c> for those behind them; null where there are none.</param>
public sealed record JobListResponse(IReadOnlyList<JobResponse> Jobs, string? Next);

/// <summary>Some of a job's items.</summary>
/// <param name="Items">In the order of the photos.</param>
/// <param name="Next">What to send as <c>after</c> for those behind them; null where there are none.</param>
public sealed record ItemListResponse(IReadOnlyList<ItemResponse> Items, int? Next);

/// <summary>A photo of a job.</summary>
/// <param name="Number">From 0, in the order of the photos.</param>
/// <param name="Name">Its file's name, as it was sent.</param>
/// <param name="State">queued, succeeded, failed or cancelled.</param>
/// <param name="Attempts">How often it was begun until it was answered.</param>
/// <param name="Problem">What a request with this photo would have been answered; null where that is no problem.</param>
/// <param name="Answer">Where its answer is; null where there is none.</param>
public sealed record ItemResponse(int Number, string Name, string State, int Attempts, JobProblem? Problem, string? Answer)
{
    internal static ItemResponse Of(Item item, Job job, string path) => new(
        item.Number, item.Name, item.State == ItemState.Queued && job.State == JobState.Cancelled ? "cancelled" : Names.Of(item.State), item.Attempts,
        JobProblem.Read(item.Problem),
        item.State == ItemState.Succeeded && job.State != JobState.Cancelled ? FormattableString.Invariant($"{path}/{item.Number}") : null);
}

/// <summary>What a request would have been answered with, or why a job failed.</summary>
/// <param name="Type">Where the status is defined.</param>
/// <param name="Title">The kind of problem, the same for all of its kind.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, and what would be right.</param>
/// <param name="Errors">For each field that is at fault, what is wrong. Absent where none is.</param>
public sealed record JobProblem(
    string Type, string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IDictionary<string, string[]>? Errors)
{
    internal static JobProblem? Read(string? kept) => kept is null ? null : JsonSerializer.Deserialize<JobProblem>(kept, JsonSerializerOptions.Web);
}
