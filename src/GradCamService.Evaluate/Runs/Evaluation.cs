using GradCamService.Evaluate.Plans;
using GradCamService.Explain.Queue;

namespace GradCamService.Evaluate.Runs;

/// <summary>Computes what is missing of a plan, a few pieces ahead of the device so that it never waits for a photo to be decoded.</summary>
/// <param name="plan">What is evaluated.</param>
/// <param name="queue">Whose device thread runs.</param>
/// <param name="journal">Where pieces are written down.</param>
/// <param name="maps">Where maps are kept; null: nowhere.</param>
public sealed class Evaluation(EvaluationPlan plan, InferenceQueue queue, Journal journal, MapFolder? maps = null)
{
    // One is computed, one is measured, one is decoded.
    private const int Ahead = 3;

    /// <summary>How many photos are to be looked at, each once for every model and every redrawn layer.</summary>
    public int Missing => plan.Pieces.Where(piece => !journal.Has(piece)).Sum(piece => plan.ImagesOf(piece).Count);

    /// <param name="advance">Called after each photo, from any thread.</param>
    /// <param name="cancellation">Stops; what is written down stays.</param>
    /// <exception cref="UnavailableException">The device is broken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task RunAsync(Action advance, CancellationToken cancellation)
    {
        var (runner, missing) = (new PieceRunner(plan, queue, maps), plan.Pieces.Where(piece => !journal.Has(piece)).ToList());
        if (missing.Count > 0)
            journal.Continue();
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = Ahead, CancellationToken = cancellation },
            async (piece, token) =>
            {
                journal.Add(await runner.RunAsync(piece, token));
                for (var i = 0; i < plan.ImagesOf(piece).Count; i++)
                    advance();
            });
    }
}
