using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Explain.Queue;

namespace GradCamService.Evaluate.Report;

/// <summary>All files of an evaluation that is done. Each is whole or not there.</summary>
public static class EvaluationFiles
{
    /// <param name="folder">Where they are written.</param>
    /// <param name="plan">What was evaluated.</param>
    /// <param name="results">Its figures.</param>
    /// <param name="pieces">Its pieces in their order; read several times, one by one.</param>
    /// <param name="queue">By which the report's pictures are drawn.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task WriteAsync(
        string folder, EvaluationPlan plan, EvaluationResults results, IEnumerable<PieceResult> pieces, InferenceQueue queue, CancellationToken cancellation)
    {
        var evaluated = pieces.Where(piece => piece.Piece.Depth == 0);
        await WriteAsync(folder, ResultsFile.Name, stream => ResultsFile.WriteAsync(stream, results, cancellation));
        await WriteAsync(folder, ImagesFile.Name, stream =>
        {
            ImagesFile.Write(stream, plan, evaluated);
            return Task.CompletedTask;
        });
        var galleries = new Galleries(plan, queue, new Examples(plan, evaluated, BiasKind.StandingOut(results.Bias).SelectMany(each => each.Shown)));
        await WriteAsync(folder, ReportFile.Name, stream => ReportFile.WriteAsync(stream, results, galleries.Pictures, cancellation));
    }

    private static async Task WriteAsync(string folder, string name, Func<Stream, Task> write)
    {
        var (path, unfinished) = (Path.Combine(folder, name), Path.Combine(folder, name + ".part"));
        await using (var stream = File.Create(unfinished))
            await write(stream);
        File.Move(unfinished, path, overwrite: true);
    }
}
