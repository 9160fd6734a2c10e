using System.Threading.RateLimiting;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Queue;

/// <summary>
/// An admitted request's place, memory and time. Its deadline began with admission; where that passes or the caller leaves, work stops
/// wherever it is, and with the place everything is free.
/// </summary>
public sealed class Place : IDisposable
{
    private readonly InferenceQueue _queue;
    private readonly RateLimitLease _place;
    private readonly RateLimitLease _upload;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _either;
    private List<RateLimitLease> _held;

    internal Place(InferenceQueue queue, RateLimitLease place, RateLimitLease upload, RateLimitLease photo, CancellationToken caller)
    {
        (_queue, _place, _upload, _held, _caller) = (queue, place, upload, [photo], caller);
        _deadline = new CancellationTokenSource(queue.Options.Timeout, queue.Time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, caller);
    }

    /// <summary>Decodes a photo and carries out an order on it.</summary>
    /// <param name="order">What is to be done.</param>
    /// <param name="upload">The photo, or a policy's frames; it is let go as soon as it is decoded.</param>
    /// <exception cref="UnsupportedImageException">A file is no image that is served.</exception>
    /// <exception cref="CorruptImageException">A file is damaged.</exception>
    /// <exception cref="ImageTooLargeException">A file has more pixels than allowed.</exception>
    /// <exception cref="UnequalFramesException">Frames are not of one size.</exception>
    /// <exception cref="InvalidFieldsException">The order asks for what lies outside the part of the photo that the network sees.</exception>
    /// <exception cref="PartException">A file besides the photo is wrong in one of these ways.</exception>
    /// <exception cref="TooMuchMemoryException">The photo could never be decoded, or its pictures never be held.</exception>
    /// <exception cref="QueueFullException">They cannot be held now.</exception>
    /// <exception cref="DeadlinePassedException">It took too long.</exception>
    /// <exception cref="UnavailableException">The device broke meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public Task<Explained> ExplainAsync(Order order, Upload upload) => InTimeAsync(async cancellation =>
    {
        var (prepared, decoded) = await PrepareAsync(order, upload, cancellation);
        var waiting = new WaitingOrder(prepared, _queue.Time.GetTimestamp(), cancellation);
        _queue.Waiting.Enter(waiting);
        try
        {
            var explained = await waiting.Completion.WaitAsync(cancellation);
            return explained with { Times = explained.Times with { Decode = decoded } };
        }
        finally
        {
            _queue.Waiting.Leave(waiting);
        }
    });

    /// <summary>Draws or writes what was found, on a worker.</summary>
    /// <param name="explained">What was found.</param>
    /// <param name="draw">To be stopped where its token says so.</param>
    /// <exception cref="DeadlinePassedException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public Task<T> DrawAsync<T>(Explained explained, Func<CancellationToken, T> draw) => InTimeAsync(async cancellation =>
    {
        var (drawn, elapsed) = await _queue.WorkAsync(() => draw(cancellation), cancellation);
        _queue.Metrics.Stage("render", explained.Order.Model.Name, elapsed);
        return drawn;
    });

    public void Dispose()
    {
        foreach (var lease in _held.Append(_upload).Append(_place))
            lease.Dispose();
        _either.Dispose();
        _deadline.Dispose();
    }

    private async Task<(PreparedOrder Prepared, TimeSpan Decoded)> PrepareAsync(Order order, Upload upload, CancellationToken cancellation)
    {
        var preparation = new Preparation(order, upload, _queue.Upload.Limits);
        order.Check(preparation.Photo);
        Hold(order.AnswerBytes(preparation.Photo));
        var (prepared, decoded) = await _queue.DecodeAsync(preparation, cancellation);
        upload.Dispose();
        _upload.Dispose();
        _queue.Metrics.Stage("decode", order.Model.Name, decoded);
        return (prepared, decoded);
    }

    /// <summary>Holds as much as photo and answer take, now that the photo's size is known: mostly less than before.</summary>
    private void Hold(long bytes)
    {
        if (bytes > _queue.Memory.Held)
            throw new TooMuchMemoryException("Photo and pictures of this answer", bytes, _queue.Memory.Held, "Ask for fewer pictures or concepts.");
        var more = bytes - ImageHeader.MostDrawnBytes;
        if (more > 0)
            _held.Add(_queue.Memory.TryHold(more) ?? throw _queue.MemoryFull());
        // Where the smaller lease cannot be had beside the larger, the larger stays: that is on the safe side.
        else if (_queue.Memory.TryHold(bytes) is { } smaller)
        {
            var larger = _held;
            _held = [smaller];
            larger.ForEach(lease => lease.Dispose());
        }
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return await work(_either.Token);
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            _queue.Metrics.Refused("caller-left");
            throw;
        }
        catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
        {
            _queue.Metrics.Refused("deadline");
            throw new DeadlinePassedException(_queue.Options.Timeout);
        }
    }
}
