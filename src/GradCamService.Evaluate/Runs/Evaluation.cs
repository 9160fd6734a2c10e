using GradCamService.Explain.Queue;

namespace GradCamService.Evaluate.Runs;

/// <summary>Computes what is missing of a plan, a few pieces ahead of the device so that it never waits for a photo to be decoded.</summary>
/// <param name="plan">What is evaluated.</param>
/// <param name="queue">Whose device thread runs.</param>
/// <param name="journal">Where pieces are written down.</param>
public sealed class Evaluation(EvaluationPlan plan, InferenceQueue queue, Journal journal)
{
    // One is computed, one is measured, one is decoded.
    private const int Ahead = 3;

    /// <param name="progress">Told how many photos of all are done, after each piece.</param>
    /// <param name="cancellation">Stops; what is written down stays.</param>
    /// <exception cref="UnavailableException">The device is broken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task RunAsync(IProgress<EvaluationProgress> progress, CancellationToken cancellation)
    {
        var runner = new PieceRunner(plan, queue);
        var all = plan.Images.Count * plan.Models.Count;
        var done = plan.Pieces.Where(journal.Has).Sum(piece => plan.ImagesOf(piece).Count);
        progress.Report(new EvaluationProgress(done, all));
        await Parallel.ForEachAsync(
            plan.Pieces.Where(piece => !journal.Has(piece)).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = Ahead, CancellationToken = cancellation },
            async (piece, token) =>
            {
                var result = await runner.RunAsync(piece, token);
                journal.Add(result);
                progress.Report(new EvaluationProgress(Interlocked.Add(ref done, result.Images.Count), all));
            });
    }
}

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Photos, each once a model.</param>
/// <param name="All">Likewise.</param>
public readonly record struct EvaluationProgress(int Done, int All);
