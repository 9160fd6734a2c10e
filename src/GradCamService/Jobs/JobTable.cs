using GradCamService.Jobs.Evaluations;
using GradCamService.Jobs.Explanations;

namespace GradCamService.Jobs;

/// <summary>All kinds of jobs. A new one is a class beside these and a row here.</summary>
internal static class JobTable
{
    /// <summary>The first is what is done where none is named.</summary>
    public static IReadOnlyList<JobRow> All { get; } = [ExplanationJobs.Row, EvaluationJobs.Row];

    public static JobRow Find(string name) => All.Single(row => row.Name == name);
}

/// <summary>A kind of job as it is sent and answered.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Meaning">For the API's document.</param>
/// <param name="Accept">Reads what was sent, whose files are stored already.</param>
/// <param name="Unpack">Stores what an archive has for it.</param>
/// <param name="Compute">Computes a part of it.</param>
/// <param name="Abandon">What is said of a part that has killed its workers.</param>
/// <param name="WriteResult">Writes its result in one of the types that it has.</param>
internal sealed record JobRow(
    string Name,
    string Meaning,
    Func<JobServices, SentJob, CancellationToken, Task<ReadJob>> Accept,
    Func<JobServices, SentJob, FileInfo, CancellationToken, Task<SentJob>> Unpack,
    Func<JobServices, States.BegunPart, CancellationToken, Task<States.FinishedPart>> Compute,
    Func<JobServices, States.BegunPart, States.FinishedPart> Abandon,
    IReadOnlyDictionary<string, Func<JobServices, States.Job, Stream, CancellationToken, Task>> WriteResult)
{
    /// <summary>Whether its items can be computed one by one, with the same answers.</summary>
    public bool AreItemsApart { get; init; }

    /// <summary>Whether a last part makes its result of the others'.</summary>
    public bool HasConclusion { get; init; }
}
