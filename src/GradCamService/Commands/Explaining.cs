using System.Diagnostics;
using System.Text.Json.Nodes;
using GradCamService.Answers;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Problems;

namespace GradCamService.Commands;

/// <summary>One order on many photos, so many at a time that batches form.</summary>
/// <param name="queue">Where it is done.</param>
/// <param name="order">What is asked of each.</param>
/// <param name="output">The folder of pictures and arrays; null: there are none.</param>
/// <param name="hasArrays">Whether arrays are written.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed partial class Explaining(CommandQueue queue, Order order, string? output, bool hasArrays, CancellationToken cancellation)
{
    // One batch computes, one waits, and one is read or written.
    private const int Batches = 3;

    // Until memory is free again that other photos hold; these are being worked on.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Lines of JSON, in the photos' order; of each, whether it says why there is no answer.</summary>
    /// <exception cref="CommandFailedException">Nothing can be computed or written any longer.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async IAsyncEnumerable<(string Line, bool IsProblem)> AllAsync(IReadOnlyList<PhotoFile> photos)
    {
        var most = Math.Min(Batches * queue.Options.MaxBatch, queue.Options.Capacity);
        var begun = new Queue<Task<(string, bool)>>();
        try
        {
            foreach (var photo in photos)
            {
                if (begun.Count == most)
                    yield return await begun.Dequeue();
                begun.Enqueue(OneAsync(photo));
            }
            while (begun.Count > 0)
                yield return await begun.Dequeue();
        }
        finally
        {
            // What was begun needs the queue, which its owner is about to end.
            await ((Task)Task.WhenAll(begun)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(string Line, bool IsProblem)> OneAsync(PhotoFile photo)
    {
        byte[] file;
        try
        {
            file = await ReadAsync(photo);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (PhotoLine.OfUnread(photo, exception.Message), true);
        }
        catch (UploadTooLargeException exception)
        {
            return (PhotoLine.Of(photo, Problem.Of(exception)), true);
        }
        while (true)
        {
            try
            {
                return (await ExplainAsync(photo, file), false);
            }
            catch (QueueFullException)
            {
                await Task.Delay(Pause, cancellation);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or UnavailableException)
            {
                throw new CommandFailedException(exception.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                var problem = Problem.Of(exception);
                if (problem.IsInternal)
                    Failed(queue.Log, exception, photo.Path);
                return (PhotoLine.Of(photo, problem), true);
            }
        }
    }

    private async Task<byte[]> ReadAsync(PhotoFile photo)
    {
        if (new FileInfo(photo.Path).Length > queue.Upload.MaxBytes)
            throw new UploadTooLargeException(queue.Upload.MaxBytes);
        return await File.ReadAllBytesAsync(photo.Path, cancellation);
    }

    private async Task<string> ExplainAsync(PhotoFile photo, byte[] file)
    {
        var clock = Stopwatch.StartNew();
        using var place = queue.Queue.Admit(file.Length, cancellation);
        using var upload = new Upload([file]);
        var explained = await place.ExplainAsync(order, upload);
        var rendering = Stopwatch.GetTimestamp();
        var (answer, arrays) = await place.DrawAsync(explained, stop =>
            (JsonAnswer.Format.Write(explained, stop), hasArrays ? NpzAnswer.Format.Write(WithoutPictures(explained), stop) : null));
        return await WriteAsync(photo, answer, arrays, Timings.Of(explained.Times, Stopwatch.GetElapsedTime(rendering), clock.Elapsed));
    }

    private async Task<string> WriteAsync(PhotoFile photo, Answer answer, Answer? arrays, Timings timings)
    {
        var stem = output is null ? null : Path.Combine(output, photo.Name);
        if (stem is not null)
            Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
        using var json = new MemoryStream();
        await answer.WriteAsync(timings, json, cancellation);
        var root = JsonNode.Parse(json.ToArray())!.AsObject();
        foreach (var (path, bytes) in PictureFiles.Take(root, stem))
            await File.WriteAllBytesAsync(path, bytes, cancellation);
        if (arrays is null)
            return PhotoLine.Of(photo, root, null);
        var npz = $"{stem}.npz";
        await using var file = File.Create(npz);
        await arrays.WriteAsync(timings, file, cancellation);
        return PhotoLine.Of(photo, root, npz);
    }

    private static Explained WithoutPictures(Explained explained) => explained with { Order = explained.Order.WithoutPictures };

    [LoggerMessage(LogLevel.Error, "{File} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string file);
}
