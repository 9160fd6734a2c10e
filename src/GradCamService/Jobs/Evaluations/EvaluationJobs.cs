using System.Text;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Fields;
using GradCamService.Jobs.States;
using GradCamService.Problems;

namespace GradCamService.Jobs.Evaluations;

/// <summary>
/// A dataset measured as the command <c>evaluate</c> does it. A part is a piece of its plan, which comes out the same wherever it is computed; the last makes
/// the report of all.
/// </summary>
internal static class EvaluationJobs
{
    public static JobRow Row { get; } = new(
        "evaluation", "Measures explanations and networks on a dataset.", EvaluationAcceptance.AcceptAsync, DatasetArchive.StoreAsync, ComputeAsync, Abandon,
        EvaluationAnswers.Types)
    {
        HasConclusion = true,
    };

    private static async Task<FinishedPart> ComputeAsync(JobServices services, BegunPart begun, CancellationToken cancellation)
    {
        try
        {
            using var prepared = await services.Evaluations.EnterAsync(services, begun.Job.Id, JobOrder.Of(begun.Job), cancellation);
            if (!IsConclusion(begun))
                return await ComputeAsync(services, begun, prepared.Evaluation, cancellation);
            var finished = await EvaluationConclusion.ComputeAsync(services, begun.Job, prepared.Evaluation, cancellation);
            services.Evaluations.Forget(begun.Job.Id);
            return finished;
        }
        catch (Exception exception) when (exception is NotFoundException or ModelReplacedException or DatasetReplacedException or InvalidFieldsException)
        {
            return Failed(Problem.Of(exception));
        }
    }

    private static async Task<FinishedPart> ComputeAsync(
        JobServices services, BegunPart begun, PreparedEvaluation evaluation, CancellationToken cancellation)
    {
        var result = await new PieceRunner(evaluation.Plan, services.Queue).RunAsync(evaluation.Pieces[begun.Part.Number], cancellation);
        return new FinishedPart([])
        {
            Result = await services.Blobs.PutAsync(begun.Job.Id, PieceJson.Write(result), cancellation),
            Done = begun.Part.Count,
            // Of networks that are drawn anew, photos that cannot be read are left out.
            Failed = begun.Part.Count - result.Images.Count(image => image.Problem is null),
        };
    }

    /// <summary>A piece without a result: who puts all together says of its photos that they ended their workers.</summary>
    private static FinishedPart Abandon(JobServices services, BegunPart begun) => IsConclusion(begun)
        ? Failed(Problem.WorkersDied(PartStore.MostAttempts, "the report"))
        : new FinishedPart([]) { Done = begun.Part.Count, Failed = begun.Part.Count };

    private static bool IsConclusion(BegunPart begun) => begun.Part.Count == 0;

    private static FinishedPart Failed(Problem problem) => new([]) { Problem = Encoding.UTF8.GetString(problem.ToBytes()) };
}
